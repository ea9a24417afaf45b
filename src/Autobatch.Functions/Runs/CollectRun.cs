using Autobatch.Batch;
using Autobatch.Costs;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs.Collecting;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Placement;
using Autobatch.Planning;
using Autobatch.Results;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Writes <c>results/{runId}/result.json</c>, and <c>error.json</c> when the run failed. Both are there before the run counts as ended.</summary>
/// <remarks>Tasks and outputs go through temporary files, whatever their number; a second attempt starts from nothing and gives the same.</remarks>
internal sealed class CollectRun(
    RunPlans plans, BatchAccounts accounts, KeptTasks kept, RunPlaces places, ResultHeaders headers, ResultFile file, ErrorFiles errors, StorageAccounts storage,
    PinnedInputs inputs, AppOptions options, TimeProvider time)
{
    [Function(nameof(CollectRun))]
    public Task<RunSummary> Run([ActivityTrigger] RunEnd end, FunctionContext context) =>
        RunStep.GuardAsync(nameof(CollectRun), end.Run, end.Job, context, () => CollectAsync(end, end.NoticedAt ?? time.GetUtcNow(), context.CancellationToken));

    private async Task<RunSummary> CollectAsync(RunEnd end, DateTimeOffset noticedAt, CancellationToken cancellationToken)
    {
        if (end.Fault is { } fault)
        {
            await errors.WriteIfAbsentAsync(end.Run.RunId, fault.ToProblem(), cancellationToken);
        }

        // Without a job there is nothing to list; a run that was cancelled so early still gets its result.
        if (end.Job is null || (!end.JobMade && !end.Cancelled && end.Left is null))
        {
            return new RunSummary(end, end.Fault is null ? RunStatus.Canceled : RunStatus.Failed, end.Job?.Tasks ?? 0, 0, 0, end.Fault?.Code, end.Fault?.Detail);
        }

        RunPlan plan = await plans.GetAsync(end.Run, cancellationToken);
        BatchAccount account = accounts.Find(end.Job.Account);

        // A job that was deleted from outside has no tasks to list any more; the run's fault says so.
        JobState? job = end.JobMade ? await account.Data.GetJobIfExistsAsync(end.Job.JobId, "id,executionInfo,poolInfo", cancellationToken) : null;
        RunPlace place = await places.FindAsync(account, job, plan.PoolId, cancellationToken);
        RunResultHeader header = await headers.MakeAsync(end, plan, account, place, noticedAt, cancellationToken);
        RunBill bill = RunBill.For(options.Prices, place, plan, end.Job.Tasks);
        // A home that was taken out of the settings hides its outputs; the run ends all the same.
        HomeStorage? home = storage.TryFind(end.Run.Storage);
        using TaskOutputs left = home is null ? new(end.Run.OutputsId()) : await RunOutputs.ListAsync(home, end.Run.OutputsId(), plan.WriteContainers, cancellationToken);
        CustomOutputs customs = new(home ?? storage.Primary, end.Run.OutputsId());
        (IReadOnlyList<ChangedInput> changed, int differ) = home is null || plan.Source is not { } source ? ([], 0)
            : await inputs.ChangedAsync(end.Run, end.Job, source, cancellationToken);
        InputChanges changes = new(changed, plan.MergeTaskId);
        CollectedTasks tasks = new(left, customs, header, bill.Meter, await BlockedAsync(end, account.Data, cancellationToken), changes, plan.TasksActOnJob);
        await using FileStream result = ResultFile.Temporary();
        await using ResultDocumentWriter writer = new(result, header);
        TaskMarks told = new();
        IReadOnlyList<(string Account, int Tasks)> silent = await kept.WriteAsync(end, plan, told, tasks, writer, cancellationToken);
        if (job is not null)
        {
            TaskNumbers numbers = new(plan, end.Job.TotalFiles);
            await tasks.WriteAsync(
                account.Data, job.Id, end.Left is null ? null : account.Name, state => numbers.Of(state.Id) is not { } number || told.Add(number), writer, cancellationToken);
        }

        // A run that was cut off has tasks that are in no job.
        if (told.Count < end.Job.Tasks)
        {
            string state = end.JobMade && job is null ? TaskResult.Unknown : TaskResult.NotAdded;
            await tasks.WriteUntoldAsync(await kept.UntoldAsync(end, plan, told, cancellationToken), state, writer, cancellationToken);
        }

        await tasks.FinishAsync(writer, cancellationToken);
        Problem? problem = end.Fault?.ToProblem() ?? (end.BlockedDetail is { } detail ? Problem.Of(ErrorCodes.BlockedDependency, detail) : null);
        string status = end.Fault is not null ? RunStatus.Failed : end.Cancelled ? RunStatus.Canceled : RunStatus.ForEndedTasks(tasks.Total - tasks.Succeeded);
        RunOutcome outcome = new(status, time.GetUtcNow(), problem, end.BlockedDetail is null ? null : WaitingReason.BlockedDependency)
        {
            OtherOutputs = left.Rest(),
            Cost = bill.Total(),
            Warnings = [.. ResultWarnings.Of(place, bill, tasks.Repeated, customs.Left), .. ResultWarnings.OfSilent(silent), .. ResultWarnings.OfKeys(end.Left ?? []), .. ResultWarnings.OfInputs(changes, differ)],
        };
        await writer.FinishAsync(outcome, cancellationToken);
        await file.PublishAsync(end.Run.RunId, result, cancellationToken);
        return new RunSummary(end, status, tasks.Total, tasks.Succeeded, tasks.Total - tasks.Succeeded - tasks.NotRun, problem?.Code, problem?.Detail);
    }

    private static async Task<Dictionary<string, string>> BlockedAsync(RunEnd end, BatchDataClient batch, CancellationToken cancellationToken) =>
        end.BlockedDetail is null
            ? []
            : BlockedDependencies.Find(await TaskFacts.ListAsync(batch, end.Job!.JobId, cancellationToken))
                .ToDictionary(b => b.Id, b => b.Reason, StringComparer.OrdinalIgnoreCase);
}
