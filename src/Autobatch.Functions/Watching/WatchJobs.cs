using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Functions.Watching;

/// <summary>
/// A long poll over an account's jobs: each tick is one request for all runs, and each run whose job completed is woken once.
/// What a kill cuts off starts again at the same mark. Meanwhile the account's pools are noted now and then.
/// </summary>
internal sealed class WatchJobs(BatchAccounts accounts, RunLedger ledger, PoolHistory pools, AppOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int MostOpen = 1;
    private const string Select = "id,state,stateTransitionTime,metadata";

    // A list may show a job a little after its time.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(1);

    [Function(nameof(WatchJobs))]
    public async Task<WatchState> Run([ActivityTrigger] WatchState state, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        BatchAccount account = accounts.Find(state.Account);
        HashSet<string> woken = new(StringComparer.OrdinalIgnoreCase);
        long start = time.GetTimestamp();
        DateTimeOffset mark = state.Since;
        do
        {
            Task note = pools.NoteAsync(account, context.CancellationToken);
            mark = await TickAsync(account.Data, mark, woken, client, context.CancellationToken);
            await Task.WhenAll(note, PauseAsync(context.CancellationToken));
        }
        while (time.GetElapsedTime(start) < s_length && !lifetime.ApplicationStopping.IsCancellationRequested);
        return new WatchState(state.Account, mark, await HasRunsAsync(context.CancellationToken), state.Polls + 1);
    }

    // A host that stops is not kept waiting: the poll ends early, and the next one starts at its mark.
    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        await Task.Delay(options.Watch.Interval, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<DateTimeOffset> TickAsync(
        BatchDataClient batch, DateTimeOffset mark, HashSet<string> woken, DurableTaskClient client, CancellationToken cancellationToken)
    {
        DateTimeOffset latest = mark;
        ListQuery query = new()
        {
            Filter = $"state eq {ODataFilter.Text(JobStates.Completed)} and stateTransitionTime gt {ODataFilter.Time(mark - s_overlap)}",
            Select = Select,
        };
        await foreach (JobState job in batch.ListJobsAsync(query, cancellationToken))
        {
            latest = job.StateTransitionTime > latest ? job.StateTransitionTime.Value : latest;
            if (job.MetadataValue(Ids.RunMetadataName) is { } runId && Ids.IsId(runId) && woken.Add(job.Id))
            {
                await RunWaking.WakeAsync(client, runId, cancellationToken);
            }
        }

        return latest;
    }

    private async Task<bool> HasRunsAsync(CancellationToken cancellationToken) => (await ledger.FindOpenAsync(MostOpen, cancellationToken)).Count > 0;
}
