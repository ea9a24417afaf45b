using System.Xml;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Workloads;
using Autobatch.Runs;
using Autobatch.Workloads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>Puts together what is known of a workload.</summary>
internal sealed class WorkloadViews(
    WorkloadCatalog catalog, WorkloadDocuments documents, InputLedger inputs, RunLedger runs, DeadLetterBox letters, ContainerOptions containers)
{
    private const int MostWaiting = 10_000;
    private const int MostLetters = 1_000;
    private const int MostRuns = 10;

    /// <summary>Answers for a workload; a name that is none of a workload's is not found.</summary>
    public Task<IActionResult> AnswerAsync(
        HttpRequest request, string name, Func<WorkloadState, Task<IActionResult>> answer, CancellationToken cancellationToken) =>
        ApiGuard.AnswerAsync(request, async () =>
            WorkloadNames.IsName(name) && await catalog.RefreshAsync(name, cancellationToken) is { } state
                ? await answer(state)
                : Problems.Answer(ErrorCodes.WorkloadNotFound, request));

    public async Task<WorkloadView> OfAsync(WorkloadState state, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Task<int> waiting = inputs.CountWaitingAsync(state.Name, MostWaiting, cancellationToken);
        Task<DateTimeOffset?> arrived = inputs.ArrivedAtAsync(state.Name, cancellationToken);
        Task<int> dead = DeadAsync(state.Name, cancellationToken);
        Task<CollectResult?> seen = SeenAsync(state.Name, client, cancellationToken);
        (WorkloadRule? rule, BlockedVersion? unread) = await RuleAsync(state, cancellationToken);
        await Task.WhenAll(waiting, arrived, dead, seen);
        int files = await waiting;
        BlockedVersion[] blocked = [.. files > 0 ? (await seen)?.Blocked ?? [] : []];
        if (unread is not null && !Array.Exists(blocked, b => b.Version == unread.Version))
        {
            blocked = [.. blocked, unread];
        }

        return new WorkloadView
        {
            Name = state.Name,
            Status = state.DeletedAt is not null ? WorkloadStatus.Deleted
                : state.Current is null ? WorkloadStatus.Rejected
                : state.Paused ? WorkloadStatus.Paused
                : blocked.Length > 0 ? WorkloadStatus.Blocked
                : WorkloadStatus.Active,
            Document = $"{containers.Workloads}/{state.Blob}",
            Version = state.Current?.Id,
            ValidFrom = state.Current?.ValidFrom,
            Rule = rule is null ? null : Of(rule),
            Weight = state.Weight,
            MaxActiveTasks = state.MaxActiveTasks,
            Waiting = new WorkloadWaitingView(files, await arrived, files > 0 ? (await seen)?.Next : null),
            DeadLetters = await dead,
            Blocked = blocked.Length > 0 ? [.. blocked.Select(BlockedVersionView.Of)] : null,
            LastError = state.Error is { } error
                ? new WorkloadErrorView(error.Id, error.Code, error.Detail, error.At, $"{containers.Results}/{ErrorFiles.Name(error.Id)}")
                : null,
        };
    }

    /// <summary>The same with its last runs.</summary>
    public async Task<WorkloadView> WithRunsAsync(WorkloadState state, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Task<(IReadOnlyList<LedgerEntry> Entries, string? Continuation)> last = runs.ListAsync(new RunFilter(Workload: state.Name), MostRuns, null, cancellationToken);
        WorkloadView view = await OfAsync(state, client, cancellationToken);
        return view with { LastRuns = [.. (await last).Entries.Take(MostRuns).Select(Of)] };
    }

    private async Task<(WorkloadRule? Rule, BlockedVersion? Unread)> RuleAsync(WorkloadState state, CancellationToken cancellationToken)
    {
        if (state.Current is not { } version)
        {
            return (null, null);
        }

        try
        {
            return ((await documents.ReadAsync(state.Name, version.Id, cancellationToken)).Rule, null);
        }
        catch (FaultException e)
        {
            return (null, new BlockedVersion(version.Id, 0, e.Code, e.Detail));
        }
    }

    private static WorkloadRunView Of(LedgerEntry run) => new(run.Id, run.LiveStatus, run.BatchFiles, run.CreatedAt, run.EndedAt, $"/api/runs/{run.Id}");

    private static WorkloadRuleView Of(WorkloadRule rule) => new(
        rule.Include.Count > 0 ? rule.Include : null,
        rule.Exclude.Count > 0 ? rule.Exclude : null,
        rule.MaxFiles,
        rule.MaxBytes,
        rule.MaxWait is { } wait ? XmlConvert.ToString(wait) : null,
        rule.QuietPeriod is { } quiet ? XmlConvert.ToString(quiet) : null,
        rule.MarkerFile);

    private static async Task<CollectResult?> SeenAsync(string workload, DurableTaskClient client, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(Ids.CollectorInstance(workload), getInputsAndOutputs: true, cancellationToken) is { SerializedCustomStatus: not null } collector
            ? collector.ReadCustomStatusAs<CollectResult>()
            : null;

    private async Task<int> DeadAsync(string workload, CancellationToken cancellationToken) =>
        Math.Min(MostLetters, (await letters.ListAsync(DeadLetterScope.OfWorkload(workload), null, MostLetters, null, cancellationToken)).Letters.Count);
}
