using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Audit;

/// <summary>Sees that nothing of a run outlives it in Batch: active jobs, auto pools, places at the gate. Each tick does a bounded amount of work.</summary>
internal sealed partial class SweepJobs(
    BatchAccounts accounts, RunLedger ledger, LeftJobs jobs, LeftPools pools, LeftPlaces places, ILogger<SweepJobs> logger)
{
    private const int MostOpen = 2000;

    [Function(nameof(SweepJobs))]
    public async Task Run([TimerTrigger($"%{Defaults.SweepSchedule}%")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        Dictionary<string, string?> open = (await ledger.FindOpenAsync(MostOpen, context.CancellationToken)).ToDictionary(e => e.Id, e => e.Account);
        foreach (BatchAccount account in accounts.All)
        {
            try
            {
                await SweepAsync(account, open, client, context.CancellationToken);
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException)
            {
                // One account that does not answer keeps nobody from sweeping the others; the next tick tries again.
                LogUnswept(logger, account.Name, (e as RequestFailedException)?.Status ?? 0, (e as RequestFailedException)?.ErrorCode);
            }
        }
    }

    private async Task SweepAsync(BatchAccount account, Dictionary<string, string?> open, DurableTaskClient client, CancellationToken cancellationToken)
    {
        await jobs.CloseAsync(account, open, cancellationToken);
        await pools.DeleteAsync(account, cancellationToken);
        await places.FreeAsync(account, open, client, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Account {Account} was not swept: {Status} {Code}", EventName = "AccountNotSwept")]
    private static partial void LogUnswept(ILogger logger, string account, int status, string? code);
}
