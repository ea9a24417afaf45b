using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Results;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Writes <c>results/{runId}/result.json</c>, and <c>error.json</c> when the run failed. Both are there before the run counts as ended.</summary>
internal sealed class CollectRun(
    RunPlans plans, BatchAccounts accounts, RunLedger ledger, RunOutputs outputs, PackageWarnings warnings, ResultFile file, ErrorFiles errors, TimeProvider time)
{
    private const string Select = "id,state,executionInfo";

    [Function(nameof(CollectRun))]
    public Task<RunSummary> Run([ActivityTrigger] RunEnd end, FunctionContext context) =>
        Wire.GuardAsync(() => CollectAsync(end, context.CancellationToken));

    private async Task<RunSummary> CollectAsync(RunEnd end, CancellationToken cancellationToken)
    {
        if (end.Fault is { } fault)
        {
            await errors.WriteIfAbsentAsync(end.Run.RunId, fault.ToProblem(), cancellationToken);
        }

        // Without a job there is nothing to list; a run that was cancelled so early still gets its result.
        if (end.Job is null || (!end.JobMade && !end.Cancelled))
        {
            return new RunSummary(end, end.Fault is null ? RunStatus.Canceled : RunStatus.Failed, end.Job?.Tasks ?? 0, 0, 0, end.Fault?.Code, end.Fault?.Detail);
        }

        RunPlan plan = await plans.GetAsync(end.Run, cancellationToken);
        BatchAccount account = accounts.Find(end.Job.Account);
        TaskOutputs left = await outputs.ListAsync(end.Run.OutputsId(), plan.WriteContainers, cancellationToken);
        Dictionary<string, string> blocked = end.BlockedDetail is null ? [] : await BlockedAsync(account.Data, end.Job.JobId, cancellationToken);
        await using FileStream result = ResultFile.Temporary();
        await using ResultDocumentWriter writer = new(result, await HeaderAsync(end, plan, account, cancellationToken));
        int total = 0;
        int succeeded = 0;
        if (end.JobMade)
        {
            await foreach (TaskState task in TasksAsync(account.Data, end.Job.JobId, cancellationToken))
            {
                TaskResult one = TaskResults.Of(task, left.Take(task.Id), blocked.GetValueOrDefault(task.Id));
                writer.Task(one);
                await writer.FlushWhenFullAsync(cancellationToken);
                total++;
                succeeded += one.Succeeded ? 1 : 0;
            }
        }

        Problem? problem = end.Fault?.ToProblem() ?? (end.BlockedDetail is { } detail ? Problem.Of(ErrorCodes.BlockedDependency, detail) : null);
        string status = end.Fault is not null ? RunStatus.Failed : end.Cancelled ? RunStatus.Canceled : RunStatus.ForEndedTasks(total - succeeded);
        await writer.FinishAsync(
            new RunOutcome(status, time.GetUtcNow(), problem, end.BlockedDetail is null ? null : WaitingReason.BlockedDependency) { OtherOutputs = left.Rest() },
            cancellationToken);
        await file.PublishAsync(end.Run.RunId, result, cancellationToken);
        return new RunSummary(end, status, total, succeeded, total - succeeded, problem?.Code, problem?.Detail);
    }

    // A job that was deleted from outside has no tasks to list any more; the run's fault says so.
    private static async IAsyncEnumerable<TaskState> TasksAsync(
        BatchDataClient batch, string jobId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await batch.GetJobIfExistsAsync(jobId, "id", cancellationToken) is null)
        {
            yield break;
        }

        await foreach (TaskState task in batch.ListTasksAsync(jobId, new ListQuery { Select = Select }, cancellationToken))
        {
            yield return task;
        }
    }

    private static async Task<Dictionary<string, string>> BlockedAsync(BatchDataClient batch, string jobId, CancellationToken cancellationToken) =>
        BlockedDependencies.Find(await TaskFacts.ListAsync(batch, jobId, cancellationToken)).ToDictionary(b => b.Id, b => b.Reason, StringComparer.OrdinalIgnoreCase);

    private async Task<RunResultHeader> HeaderAsync(RunEnd end, RunPlan plan, BatchAccount account, CancellationToken cancellationToken)
    {
        LedgerEntry? entry = await ledger.FindAsync(end.Run.RunId, cancellationToken);
        (IReadOnlyList<PackageReference> Packages, IReadOnlyList<RunWarning> Warnings)? given =
            await warnings.FindAsync(account.Name, end.Run.RunId, null, cancellationToken);
        return new RunResultHeader
        {
            RunId = end.Run.RunId,
            JobId = end.JobMade ? plan.JobId : null,
            ManifestId = entry?.ManifestId ?? "",
            Account = account.Name,
            PoolId = plan.PoolId,
            ManifestBlob = end.Run.Container is null ? null : $"{end.Run.Container}/{end.Run.Name}",
            ManifestSha256 = end.Run.Sha256,
            Packages = given?.Packages ?? plan.Packages,
            Warnings = given?.Warnings ?? [],
            CreatedAt = end.Run.CreatedAt,
            StartedAt = entry?.StartedAt,
        };
    }
}
