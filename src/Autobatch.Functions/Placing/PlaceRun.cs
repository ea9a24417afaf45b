using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Placement;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Placing;

/// <summary>
/// Gives a run its account, or another one: without a job, when the account is full, drained or silent for a while; with a job, when it is drained
/// or has been silent for long. The ledger has the account before anything is made there, so that whatever the run has in another account is left over.
/// </summary>
internal sealed partial class PlaceRun(
    RunPlans plans, Placements placements, RecentPlaces recent, AccountDrains drains, AccountGate gate, RunLedger ledger, StorageAccounts storages, WorkloadShares shares, AppOptions options,
    ILogger<PlaceRun> logger)
{
    [Function(nameof(PlaceRun))]
    public Task<Placed> Run([ActivityTrigger] PlaceQuery query, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunStep.GuardAsync(nameof(PlaceRun), query.Run, query.Job, context, () => PlaceAsync(query, client, context.CancellationToken));

    private async Task<Placed> PlaceAsync(PlaceQuery query, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(query.Run, cancellationToken);
        string here = query.Job.Account;
        Placed stays = new(here, "", true, options.Placement.RecordEvery);
        string? why = query.IsPlaced ? await WhyLeaveAsync(query, plan, cancellationToken) : null;
        if (query.IsPlaced && why is null)
        {
            return stays;
        }

        string[] except = [.. query.Left.Select(l => l.Account), .. query.IsPlaced ? [here] : Array.Empty<string>()];
        PlacementChoice? choice = await ChooseAsync(query, plan, except, cancellationToken);
        if (choice is null || (query.IsPlaced && choice.Obstacle is not null))
        {
            return stays;
        }

        bool canMove = placements.Candidates(plan).Count > query.Left.Count + 1;
        string reason = why is null ? choice.Reason : $"{why}; then {choice.Reason}";
        if (!query.IsPlaced && choice.Obstacle is not null && await drains.IsDrainedAsync(choice.Account, cancellationToken))
        {
            return new Placed(choice.Account, reason, canMove, null, DrainHold.Of(choice.Account, options.Runs));
        }

        await ledger.UpdateAsync(
            query.Run.Key(), new LedgerPatch { Account = choice.Account, PlacementPolicy = placements.PolicyOf(plan), PlacementReason = reason }, cancellationToken);
        if (query.IsPlaced)
        {
            LogMoves(logger, query.Run.RunId, here, choice.Account, reason);
            await GateWaking.WakeAsync(client, await gate.LeaveAsync(here, query.Run.Key(), cancellationToken), cancellationToken);
        }

        return new Placed(choice.Account, reason, canMove, canMove ? options.Placement.RecordEvery : null)
        {
            Capped = await shares.CapOfAsync(query.Run.Workload, cancellationToken) is not null,
        };
    }

    private Task<PlacementChoice?> ChooseAsync(PlaceQuery query, RunPlan plan, string[] except, CancellationToken cancellationToken)
    {
        Task<PlacementChoice?> Choose() => placements.ChooseAsync(plan, storages.Find(query.Run.Storage).Account, except, cancellationToken);
        return placements.Candidates(plan).Count == 1 ? Choose() : recent.InTurnAsync(query.Run.RunId, Choose, cancellationToken);
    }

    private async Task<string?> WhyLeaveAsync(PlaceQuery query, RunPlan plan, CancellationToken cancellationToken)
    {
        if (await drains.IsDrainedAsync(query.Job.Account, cancellationToken))
        {
            return $"'{query.Job.Account}' is being drained";
        }

        // A job that may be there without anybody having added a task to it runs nothing, but for a job manager.
        bool mayRun = query.JobTried && (query.JobMade || ChunkIds.OfManager(plan) is not null);
        TimeSpan waited = query.Wait is { } wait ? query.Now - wait.Since : TimeSpan.Zero;
        return query.Wait?.Reason switch
        {
            WaitingReason.BatchUnavailable when waited >= (mayRun ? options.Placement.FailoverAfter : options.Placement.SpillAfter) =>
                $"'{query.Job.Account}' has not answered for {waited:c}",
            WaitingReason.WaitingForQuota when !query.JobTried && waited >= options.Placement.SpillAfter => $"'{query.Job.Account}' has been full for {waited:c}",
            _ => null,
        };
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} leaves account {From} for {To}: {Reason}", EventName = "RunMoves")]
    private static partial void LogMoves(ILogger logger, string runId, string from, string to, string reason);
}
