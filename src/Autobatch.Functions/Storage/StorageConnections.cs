using Autobatch.Functions.Configuration;
using Autobatch.Functions.Telemetry;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Storage;

/// <summary>Makes storage clients from a connection's settings: a connection string, or <c>…__blobServiceUri</c> and an identity.</summary>
internal static class StorageConnections
{
    public const string AutoStorage = "AutoStorage";
    public const string App = "AzureWebJobsStorage";

    /// <param name="configuration">The settings.</param>
    /// <param name="connection">The connection's name.</param>
    /// <param name="credential">Who the app is, for a connection by identity.</param>
    /// <param name="trusting">Has a connection by identity, which needs https, trust the certificate of the settings.</param>
    /// <param name="options">Retries and the like.</param>
    public static BlobServiceClient Blobs(
        IConfiguration configuration,
        string connection,
        TokenCredential credential,
        Func<BlobClientOptions, BlobClientOptions>? trusting = null,
        BlobClientOptions? options = null)
    {
        options = RoundTrips.OfStorage(options ?? new BlobClientOptions());
        if (configuration[connection] is { Length: > 0 } text)
        {
            return Parsed(connection, () => new BlobServiceClient(text, options));
        }

        return Uri(configuration, connection, "blobServiceUri", "blob") is { } uri
            ? new BlobServiceClient(uri, credential, trusting?.Invoke(options) ?? options)
            : throw Missing(connection, "blobServiceUri");
    }

    public static TableServiceClient Tables(IConfiguration configuration, string connection, TokenCredential credential)
    {
        TableClientOptions options = RoundTrips.OfStorage(new TableClientOptions());
        if (configuration[connection] is { Length: > 0 } text)
        {
            return Parsed(connection, () => new TableServiceClient(text, options));
        }

        return Uri(configuration, connection, "tableServiceUri", "table") is { } uri ? new TableServiceClient(uri, credential, options) : throw Missing(connection, "tableServiceUri");
    }

    public static QueueServiceClient Queues(IConfiguration configuration, string connection, TokenCredential credential)
    {
        // Bodies are base64, as the host's queue triggers expect.
        QueueClientOptions options = RoundTrips.OfStorage(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        if (configuration[connection] is { Length: > 0 } text)
        {
            return Parsed(connection, () => new QueueServiceClient(text, options));
        }

        return Uri(configuration, connection, "queueServiceUri", "queue") is { } uri ? new QueueServiceClient(uri, credential, options) : throw Missing(connection, "queueServiceUri");
    }

    private static Uri? Uri(IConfiguration configuration, string connection, string name, string service)
    {
        IConfigurationSection section = configuration.GetSection(connection);
        string? text = section[name] ?? (section["accountName"] is { Length: > 0 } account ? $"https://{account}.{service}.core.windows.net" : null);
        return text is null ? null
            : System.Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri
            : throw new SettingException($"{connection}__{name}", $"'{text}' is no URL.");
    }

    private static T Parsed<T>(string connection, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // The message of the parser may repeat the connection string, which holds a key.
            throw new SettingException(connection, "is no storage connection string.");
        }
    }

    private static SettingException Missing(string connection, string name) => new(connection, $"is missing; set a connection string, or {connection}__{name}.");
}
