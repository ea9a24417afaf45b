using Autobatch.Functions.Configuration;
using Autobatch.Planning;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Storage;

/// <summary>Starts a set of URLs: with the account's key when the app has it, else with a user delegation key.</summary>
internal sealed class StorageUrlsFactory(RunOptions options, TimeProvider time)
{
    /// <summary>URLs for a run's tasks, to its home: they live for queue time and wall clock together, and never longer than 7 days.</summary>
    public Task<StorageUrls> ForTasksAsync(HomeStorage home, RunPlan plan, CancellationToken cancellationToken) =>
        CreateAsync(home, CredentialLife.Of(plan.MaxTaskWallClock, plan.MaxJobWallClock, options.QueueTime), cancellationToken);

    public async Task<StorageUrls> CreateAsync(HomeStorage storage, TimeSpan life, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = now + life;
        UserDelegationKey? key = storage.Service.CanGenerateAccountSasUri
            ? null
            : (await storage.Service.GetUserDelegationKeyAsync(new BlobGetUserDelegationKeyOptions(expires), cancellationToken)).Value;
        return new StorageUrls(storage.Service, key, expires);
    }
}
