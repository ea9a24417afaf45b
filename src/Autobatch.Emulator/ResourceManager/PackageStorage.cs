using System.Net.Sockets;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Where packages lie on the autostorage account.</summary>
internal static class PackageStorage
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(4);
    private static readonly TimeSpan s_headStart = TimeSpan.FromMinutes(5);

    /// <summary>The blob of a version.</summary>
    public static BlobClient Blob(Call call, string account, ApplicationRecord application, string version)
    {
        var storage = call.Services.AutoStorage.For(account) ?? throw ResourceManagerErrors.AutoStorageNotConfigured.With();
        return storage.GetBlobContainerClient(application.Container).GetBlobClient(version);
    }

    /// <summary>The service touches the storage account itself, and a firewall, a namespace or a stale key stops it too. Under the gate.</summary>
    public static void RequireAccess(Call call, AccountState account)
    {
        if (call.Services.AutoStorage.Access!.RefusalOfPackages(account) is { } refused)
        {
            throw ResourceManagerErrors.StorageAccessDenied.With(("Reason", refused.Reason));
        }
    }

    /// <summary>A URL that may read and write the blob for four hours from now (FACTS C.7).</summary>
    public static (Uri Url, DateTimeOffset? Expiry) Sas(BlobClient blob, DateTimeOffset now)
    {
        var expiry = now + s_lifetime;
        var sas = new BlobSasBuilder(BlobSasPermissions.Read | BlobSasPermissions.Write, expiry)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = now - s_headStart,
        };
        return (blob.GenerateSasUri(sas), expiry);
    }

    /// <summary>Runs a storage request; a storage account that does not answer is a named error.</summary>
    public static async Task<T> Ask<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or HttpRequestException or SocketException)
        {
            var reason = e is RequestFailedException { ErrorCode: { Length: > 0 } code } ? code : "The connection failed; is Azurite running?";
            throw ResourceManagerErrors.StorageUnavailable.With(("Reason", reason));
        }
    }
}
