using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Storage;

/// <summary>Makes the clients of every storage account whose blobs start runs.</summary>
internal static class StorageAccountsFactory
{
    /// <exception cref="SettingException">A connection is missing or wrong, or two settings mean the same storage account.</exception>
    public static StorageAccounts Create(AppOptions options, IConfiguration configuration, TokenCredential credential)
    {
        BlobClientOptions Trusting(BlobClientOptions client)
        {
            if (options.ResourceManager?.CertificatePath is { } path)
            {
                client.Transport = PinnedCertificate.Transport(path);
            }

            return client;
        }

        AutoStorage primary = new(StorageConnections.Blobs(configuration, StorageConnections.AutoStorage, credential, Trusting), options.Containers);
        List<HomeStorage> further = [];
        foreach (StorageOptions account in options.Storage)
        {
            HomeStorage storage = new(account.Name, StorageConnections.Blobs(configuration, account.Connection, credential, Trusting, Impatient()), options.Containers);

            // Each blob would be seen twice, under two ids.
            if (further.Append<HomeStorage>(primary).Any(other => other.Service.Uri == storage.Service.Uri))
            {
                throw new SettingException(account.Connection, $"is the storage account '{storage.Account}', which is configured already.");
            }

            further.Add(storage);
        }

        return new StorageAccounts(primary, further);
    }

    // One account that is away must not hold up a tick of the audit for the others; runs have retries of their own.
    private static BlobClientOptions Impatient()
    {
        BlobClientOptions options = new();
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return options;
    }
}
