using Autobatch.Functions.Ledger;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

/// <summary>Purges of single runs, without a sweep.</summary>
internal static class Purges
{
    /// <summary>Where the rows of an ended run are, once its orchestration has ended too.</summary>
    public static async Task<LedgerKey> SettledAsync(this RunningApp app, string id)
    {
        await app.EndOfAsync(id);
        LedgerEntry run = (await app.Services.GetRequiredService<RunLedger>().FindAsync(id, TestContext.Current.CancellationToken))!;

        // The ledger is settled a moment before the orchestration is.
        await Wait.UntilAsync(
            async () => (await app.Services.GetRequiredService<DurableTaskClient>().GetInstanceAsync(Autobatch.Runs.Ids.RunInstance(id), TestContext.Current.CancellationToken))!.IsCompleted,
            "the orchestration has ended",
            cancellationToken: TestContext.Current.CancellationToken);
        return run.Key;
    }

    public static async Task<PurgeProgress> PurgeAsync(this RunningApp app, string id, PurgeScope scope) =>
        await app.PurgeAsync(await app.SettledAsync(id), scope, TestContext.Current.CancellationToken);

    public static Task<PurgeProgress> PurgeAsync(this RunningApp app, LedgerKey key, PurgeScope scope, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<RunPurge>().PurgeAsync(key, scope, app.Services.GetRequiredService<DurableTaskClient>(), cancellationToken);
}
