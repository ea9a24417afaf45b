using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Blob clients by the name of the setting that holds the account's connection string.</summary>
internal sealed class BlobConnections(SettingReferences settings)
{
    /// <summary>The connection of triggers that name none, and where receipts are.</summary>
    public const string Default = "AzureWebJobsStorage";

    private readonly ConcurrentDictionary<string, BlobServiceClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    public BlobServiceClient Get(string connection) => _clients.GetOrAdd(connection, name => new BlobServiceClient(Text(name)));

    public BlobContainerClient Container(string connection, string container) => Get(connection).GetBlobContainerClient(container);

    /// <summary>The connection string; null when the setting is not set.</summary>
    public string? Text(string connection) => settings.Get(connection) is { Length: > 0 } value ? value
        : settings.Get("AzureWebJobs" + connection) is { Length: > 0 } prefixed ? prefixed
        : settings.Get($"ConnectionStrings:{connection}") is { Length: > 0 } named ? named
        : null;

    /// <summary>What is wrong with a connection; null when it can be used.</summary>
    public string? Check(string connection)
    {
        if (Text(connection) is null)
        {
            return settings.Get($"{connection}:blobServiceUri") is { Length: > 0 }
                ? $"the connection '{connection}' is an identity, which the local runtime does not use. Set '{connection}' to a connection string."
                : $"the connection '{connection}' is not set. Set it in local.settings.json or the environment.";
        }

        try
        {
            Get(connection);
            return null;
        }
        catch (FormatException)
        {
            // The text may hold a key: it is not repeated.
            return $"the setting '{connection}' is no storage connection string.";
        }
    }
}
