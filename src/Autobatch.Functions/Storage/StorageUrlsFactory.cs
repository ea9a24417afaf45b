using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Planning;
using Autobatch.Staging;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Storage;

/// <summary>Starts a set of URLs: with the account's key when the app has it, else with a user delegation key.</summary>
internal sealed class StorageUrlsFactory(AccountFacts facts, RunFiles files, RunOptions options, TimeProvider time)
{
    /// <summary>URLs for a run's tasks, to its home: they live for queue time and wall clock together, and never longer than 7 days.</summary>
    public async Task<StorageUrls> ForTasksAsync(BatchAccount account, HomeStorage home, RunPlan plan, CancellationToken cancellationToken) =>
        await ForTasksAsync(account, home, plan, plan.FallsBack ? await files.ReadPackageFilesAsync(plan.RunId, account.Name, cancellationToken) : null, cancellationToken);

    /// <summary>The same with packages that come as files.</summary>
    public async Task<StorageUrls> ForTasksAsync(BatchAccount account, HomeStorage home, RunPlan plan, RunPackageFiles? packages, CancellationToken cancellationToken) =>
        await CreateAsync(
            home,
            CredentialLife.Of(plan.MaxTaskWallClock, plan.MaxJobWallClock, options.QueueTime),
            await FormAsync(account, home, plan, cancellationToken),
            packages,
            cancellationToken);

    /// <summary>In which form the tasks of a run are told of containers.</summary>
    public async Task<ContainerForm> FormAsync(BatchAccount account, HomeStorage home, RunPlan plan, CancellationToken cancellationToken) =>
        plan.NamesContainers || plan.FallsBack ? ContainerForm.Of(await facts.OfAsync(account, cancellationToken), home.Account, home.Name is null, plan.UsesAutoPool) : ContainerForm.ByName;

    public Task<StorageUrls> CreateAsync(HomeStorage storage, TimeSpan life, CancellationToken cancellationToken) =>
        CreateAsync(storage, life, ContainerForm.ByName, null, cancellationToken);

    private async Task<StorageUrls> CreateAsync(HomeStorage storage, TimeSpan life, ContainerForm form, RunPackageFiles? packages, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = now + life;

        // A key that begins in the future of storage's own clock would open nothing at first.
        UserDelegationKey? key = storage.Service.CanGenerateAccountSasUri
            ? null
            : (await storage.Service.GetUserDelegationKeyAsync(new BlobGetUserDelegationKeyOptions(expires) { StartsOn = now - CredentialLife.Skew }, cancellationToken)).Value;
        return new StorageUrls(storage.Service, key, expires, form, packages);
    }
}
