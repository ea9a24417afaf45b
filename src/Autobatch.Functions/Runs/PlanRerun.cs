using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Plans a run of those tasks of an earlier one that did not succeed: same ids, same files, same package versions, same outputs folder.</summary>
internal sealed class PlanRerun(RunPlans plans, BatchAccounts accounts, RunFiles files, RerunChunks chunks, SucceededTasks results, PinnedInputs inputs, AppOptions options)
{
    [Function(nameof(PlanRerun))]
    public Task<RunJob> Run([ActivityTrigger] RunInput run, FunctionContext context) =>
        RunStep.GuardAsync(nameof(PlanRerun), run, null, context, () => PlanAsync(run, context.CancellationToken));

    private async Task<RunJob> PlanAsync(RunInput run, CancellationToken cancellationToken)
    {
        if (await files.ReadPackagesAsync(run.RerunOf!, cancellationToken) is { } given)
        {
            await files.SavePackagesOnceAsync(run.RunId, given, cancellationToken);
        }

        RunPlan plan = await plans.GetAsync(run, cancellationToken);
        int totalFiles = plan.Source is null ? 0 : await files.CountFilesAsync(run.OutputsId(), cancellationToken);
        if (plan.Source is not null && totalFiles == 0)
        {
            throw new FaultException(ErrorCodes.ManifestVanished, $"The list of input files of run {run.OutputsId()} is no longer in {AppStorage.RunsContainer}; run all of it again.");
        }

        HashSet<string> succeeded = await results.ReadAsync(run.RerunOf!, cancellationToken);
        RerunChunk[] left =
        [
            .. (await BeforeAsync(run, plan, totalFiles, cancellationToken))
                .Select(c => new RerunChunk(c.Chunk, [.. c.Ids.Where(id => !succeeded.Contains(id))]))
                .Where(c => c.Ids.Count > 0),
        ];
        if (left.Length == 0)
        {
            throw new FaultException(ErrorCodes.NothingToRerun, $"Every task of run {run.RerunOf} succeeded.");
        }

        if (plan.Source is { } source)
        {
            await inputs.PinAgainAsync(run, source, left, cancellationToken);
        }

        await chunks.SaveAsync(run.RunId, RerunChunks.OfRerun, left, cancellationToken);
        return new RunJob(
            accounts.First.Name, plan.JobId, totalFiles, left.Sum(c => c.Ids.Count), left.Length, plan.UsesTaskDependencies, plan.TerminateWhenComplete, options.Runs.MaxWait);
    }

    // What the earlier run had: its own list when it was a rerun itself, else everything.
    private async Task<IReadOnlyList<RerunChunk>> BeforeAsync(RunInput run, RunPlan plan, int totalFiles, CancellationToken cancellationToken) =>
        await chunks.ReadAsync(run.RerunOf!, RerunChunks.OfRerun, cancellationToken) is { Count: > 0 } before
            ? before
            : [.. Enumerable.Range(0, plan.ChunkCount(totalFiles)).Select(i => new RerunChunk(i, ChunkIds.Of(plan, i, totalFiles)))];
}
