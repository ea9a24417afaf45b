using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary>Puts together what ledger, orchestration and Batch know of a run.</summary>
internal sealed class RunViews(BatchAccounts accounts, ContainerOptions containers, PackageWarnings packages, RerunLinks reruns)
{
    /// <summary>The run as the ledger has it.</summary>
    public RunView Of(LedgerEntry entry) => new()
    {
        Id = entry.Id,
        Kind = entry.Kind,
        Status = entry.LiveStatus,
        Phases = RunPhases.Read(entry.Phases) is { } phases ? RunPhases.Times(phases, entry.EndedAt) : null,
        WaitingFor = entry.WaitingFor,
        WaitingDetail = entry.WaitingFor is null ? null : entry.WaitingDetail,
        WaitingSince = entry.WaitingFor is null ? null : entry.WaitingSince,
        WaitingDeadline = entry.WaitingFor is null ? null : entry.WaitingDeadline,
        ManifestId = entry.ManifestId,
        Workload = entry.Workload,
        Account = entry.Account,
        Placement = entry.PlacementPolicy is { } policy ? new RunPlacementView(policy, entry.PlacementReason, entry.AccountsLeft, entry.Kept ?? 0) : null,
        PoolId = entry.PoolId,
        JobId = entry.JobId,
        CreatedAt = entry.CreatedAt,
        StartedAt = entry.StartedAt,
        EndedAt = entry.EndedAt,
        JobEndedAt = entry.JobEndedAt,
        NoticedAt = entry.NoticedAt,
        RerunOf = entry.RerunOf,
        RerunBy = entry.RerunBy,
        Warning = entry.Warning,
        Source = entry.Container is null ? null : new RunSource(entry.Container, entry.Name!, entry.ETag!, entry.Storage),
        Tasks = entry.Total is { } total ? new RunCounts(total, entry.Succeeded ?? 0, entry.Failed ?? 0, 0, 0, entry.NotRun) : null,
        Error = entry.ErrorCode is { } code ? new RunErrorView(code, entry.ErrorDetail ?? "") : null,
        Links = Links(entry),
    };

    /// <summary>The run with what its orchestration and its job say at this moment.</summary>
    public async Task<RunView> LiveAsync(LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunView view = Of(entry);
        if (RunStatus.IsFinal(entry.Status) || entry.Kind != LedgerKind.Run)
        {
            return view;
        }

        Task<RunCounts?> counting = CountsAsync(entry, cancellationToken);
        OrchestrationMetadata? orchestration = await client.GetInstanceAsync(Ids.RunInstance(entry.Id), getInputsAndOutputs: true, cancellationToken);
        view = view with { Tasks = await counting ?? view.Tasks };
        return orchestration?.SerializedCustomStatus is null ? view : Merge(view, orchestration.ReadCustomStatusAs<RunProgress>());
    }

    /// <summary>The run with its reruns, the package versions that it was given, and warnings about them.</summary>
    public async Task<RunView> WithDetailsAsync(RunView view, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Kind != LedgerKind.Run)
        {
            return view;
        }

        view = view with { Reruns = entry.RerunBy is null ? null : await reruns.FindAsync(entry.Id, cancellationToken) };
        return await packages.FindAsync(entry.Account ?? accounts.First.Name, entry.Id, entry.EndedAt, cancellationToken) is var (given, warnings)
            ? view with { Packages = given, Warnings = warnings }
            : view;
    }

    /// <summary>202: the run is taken in, or what was asked of it is under way.</summary>
    public JsonAnswer Accepted(LedgerEntry entry)
    {
        RunView view = Of(entry);
        return JsonAnswer.Of(
            new RunAccepted(view.Id, view.Status, view.Links), AppJson.Default.RunAccepted, StatusCodes.Status202Accepted, view.Links.Self);
    }

    public RunLinks Links(LedgerEntry entry) => new(
        $"/api/runs/{entry.Id}",
        $"/api/runs/{entry.Id}/tasks",
        $"/api/runs/{entry.Id}/cancel",
        entry.ResultsPurgedAt is null && RunStatus.IsFinal(entry.Status) && (entry.JobId is not null || entry.Status == RunStatus.Canceled) ? $"{containers.Results}/{ResultFile.Name(entry.Id)}" : null,
        entry.ResultsPurgedAt is null && (entry.Status is RunStatus.Rejected or RunStatus.Failed) ? $"{containers.Results}/{ErrorFiles.Name(entry.Id)}" : null);

    internal static RunView Merge(RunView view, RunProgress? progress)
    {
        if (progress is null || progress.Stage == RunStage.Ended)
        {
            return view;
        }

        string status = progress.Stage == RunStage.Cancelling || view.Status == RunStatus.Cancelling ? RunStatus.Cancelling
            : progress.WaitingFor is not null ? RunStatus.Waiting
            : progress.Stage is RunStage.Planning or RunStage.Preparing ? RunStatus.Pending
            : RunStatus.Running;
        return view with
        {
            Status = status,
            Stage = progress.Stage,
            Phases = progress.Phases is { } phases ? RunPhases.Times(phases, null) : null,
            WaitingFor = progress.WaitingFor,
            WaitingDetail = progress.WaitingDetail,
            WaitingSince = progress.WaitingSince,
            WaitingDeadline = progress.WaitingDeadline,
            Tasks = view.Tasks ?? (progress.Tasks is { } tasks ? new RunCounts(tasks, 0, 0, 0, 0) : null),
        };
    }

    // Counts are for show: a run is told without them rather than not at all.
    private async Task<RunCounts?> CountsAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.JobId is null || entry.Account is null || entry.Total is null)
        {
            return null;
        }

        try
        {
            TaskCounts counts = await accounts.Find(entry.Account).Data.GetTaskCountsAsync(entry.JobId, cancellationToken);
            return new RunCounts(entry.Total.Value, counts.Succeeded + (entry.Kept ?? 0), counts.Failed, counts.Running, counts.Active);
        }
        catch (Exception e) when (e is RequestFailedException or FaultException || e.IsAway())
        {
            return null;
        }
    }
}
