using Autobatch.Accounts;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>What is told of accounts, and what becomes of it when nobody tells.</summary>
public sealed class AccountFactsTests(AccountFixture fixture) : IClassFixture<AccountFixture>
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_and_its_storage_account_are_told()
    {
        BatchAccountFacts facts = await FactsAsync(fixture.App, AccountFixture.North);

        Assert.Null(facts.Unknown);
        Assert.Equal(("northeurope", "Succeeded", PoolAllocation.BatchService), (facts.Region, facts.ProvisioningState, facts.PoolAllocation));
        Assert.Equal(["SharedKey", "AAD", "TaskAuthenticationToken"], facts.AuthenticationModes);
        Assert.True(facts.UsesKey);
        Assert.Equal((100, 300, 500, 500), (facts.Quotas.Pools, facts.Quotas.ActiveJobs, facts.Quotas.DedicatedCores, facts.Quotas.LowPriorityCores));
        Assert.Equal((AccountFixture.StorageId("general"), "general", AutoStorageAuthentication.StorageKeys), (facts.Link!.StorageAccountId, facts.Link.StorageAccount, facts.Link.Authentication));
        Assert.Equal((StorageKind.GeneralPurposeV2, "northeurope", false, false), (facts.Storage!.Kind, facts.Storage.Region, facts.Storage.IsHierarchical, facts.Storage.IsFirewalled));
        Assert.Equal(["key1", "key2"], facts.Storage.KeysCreated.Keys.Order());
        Assert.NotNull(facts.ETag);
    }

    [Fact]
    public async Task They_are_asked_for_once_until_somebody_has_them_forgotten()
    {
        AccountFacts facts = fixture.App.Services.GetRequiredService<AccountFacts>();
        BatchAccount account = fixture.App.Services.GetRequiredService<BatchAccounts>().Find(AccountFixture.West);

        BatchAccountFacts[] same = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => facts.OfAsync(account, s_cancel)));
        facts.Forget(AccountFixture.West);
        BatchAccountFacts anew = await facts.OfAsync(account, s_cancel);

        Assert.All(same, f => Assert.Same(same[0], f));
        Assert.NotSame(same[0], anew);
    }

    [Fact]
    public async Task Missing_rights_and_silence_leave_them_unknown_with_a_reason()
    {
        await using RunningApp refused = await RunningApp.StartAsync(
            fixture.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings(("Autobatch:ResourceManager:DevelopmentToken", "somebody-elses")));
        BatchAccountFacts forbidden = await FactsAsync(refused, AccountFixture.North);
        Func<Task> back = await refused.StopBatchAsync();
        BatchAccountFacts silent = await FactsAsync(refused, AccountFixture.West);

        Assert.StartsWith("The app may not read the Batch account (401", forbidden.Unknown, StringComparison.Ordinal);
        Assert.StartsWith("Resource Manager does not answer", silent.Unknown, StringComparison.Ordinal);
        Assert.Equal((false, true), (forbidden.MayBeKnownSoon, silent.MayBeKnownSoon));
        Assert.All(StorageMatrix.Of(forbidden), f => Assert.Equal(Availability.Unknown, f.Availability));
        await back();
    }

    internal static async Task<BatchAccountFacts> FactsAsync(RunningApp app, string account) => await app.Services.GetRequiredService<AccountFacts>()
        .OfAsync(app.Services.GetRequiredService<BatchAccounts>().Find(account), s_cancel);
}
