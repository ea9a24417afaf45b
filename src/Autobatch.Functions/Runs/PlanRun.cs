using System.Runtime.CompilerServices;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Functions.Workloads;
using Autobatch.Planning;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Plans a run: its account, the containers it needs, and its input files, which are kept by window.</summary>
internal sealed class PlanRun(RunPlans plans, BatchAccounts accounts, StorageAccounts storage, RunFiles files, BatchStore batches, AppOptions options)
{
    [Function(nameof(PlanRun))]
    public Task<RunJob> Run([ActivityTrigger] RunInput run, FunctionContext context) =>
        RunStep.GuardAsync(nameof(PlanRun), run, null, context, () => PlanAsync(run, context.CancellationToken));

    private async Task<RunJob> PlanAsync(RunInput run, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(run, cancellationToken);
        if (CredentialLife.IsTooLong(plan.MaxTaskWallClock))
        {
            throw new FaultException(
                ErrorCodes.RunsTooLong, $"A task may run for {plan.MaxTaskWallClock}; credentials of its outputs live for less than 7 days. Lower maxWallClockTime.");
        }

        HomeStorage home = storage.Find(run.Storage);
        await ContainersAsync(home, plan, cancellationToken);
        if (run.Batch is not null)
        {
            await batches.WriteListAsync(home, run, cancellationToken);
        }

        int files = plan.Source is { } source ? await ListAsync(run, home, plan, source, cancellationToken) : 0;
        return new RunJob(
            accounts.First.Name, plan.JobId, files, plan.TaskCount(files), plan.ChunkCount(files), plan.UsesTaskDependencies, plan.TerminateWhenComplete,
            options.Runs.MaxWait);
    }

    private static async Task ContainersAsync(HomeStorage home, RunPlan plan, CancellationToken cancellationToken)
    {
        await Task.WhenAll(plan.UploadContainers.Select(name => home.Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
        string[] read = [.. plan.ReadContainers.Except(plan.WriteContainers)];
        bool[] exist = await Task.WhenAll(read.Select(async name => (await home.Container(name).ExistsAsync(cancellationToken)).Value));
        string[] missing = [.. read.Where((_, i) => !exist[i])];
        if (missing.Length > 0)
        {
            throw new FaultException(
                ErrorCodes.ContainerNotFound, $"The storage account '{home.Account}' has no container {string.Join(", ", missing.Select(m => $"'{m}'"))}.");
        }
    }

    private async Task<int> ListAsync(RunInput run, HomeStorage home, RunPlan plan, TaskSource source, CancellationToken cancellationToken)
    {
        OutputCollisions collisions = new(plan);
        List<string> window = [];
        List<string> etags = [];
        string? first = null;
        int total = 0;
        int windows = 0;
        await foreach ((InputFile file, string? page) in PagesAsync(run, home, source, cancellationToken))
        {
            first = window.Count == 0 ? page : first;
            window.Add(file.Path);
            etags.Add(file.ETag ?? "");
            if (++total > plan.MaxTasks)
            {
                throw new FaultException(
                    ErrorCodes.TooManyTasks, $"More than {plan.MaxTasks} files match in '{source.Container}/{source.BlobPrefix}'. Narrow the source, or raise the bound.");
            }

            foreach (OutputCollision found in collisions.Add(file))
            {
                if (await SourceFiles.TellAsync(FilesAsync(run, home, source, cancellationToken), collisions, found) is [{ } error, ..])
                {
                    throw new FaultException(error.Code, error.Message);
                }
            }

            if (window.Count == RunWindows.Files)
            {
                await SaveAsync(run, source, windows++, window, new PinnedWindow(first, etags), cancellationToken);
                window.Clear();
                etags.Clear();
            }
        }

        if (window.Count > 0)
        {
            await SaveAsync(run, source, windows, window, new PinnedWindow(first, etags), cancellationToken);
        }

        return total > 0 ? total : throw NoFiles(source);
    }

    private async Task SaveAsync(RunInput run, TaskSource source, int window, List<string> names, PinnedWindow pins, CancellationToken cancellationToken)
    {
        if (source.Pin != InputPin.None)
        {
            await files.SavePinsAsync(run.RunId, window, pins, cancellationToken);
        }

        await files.SaveWindowAsync(run.RunId, window, names, cancellationToken);
    }

    private async IAsyncEnumerable<InputFile> FilesAsync(RunInput run, HomeStorage home, TaskSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((InputFile file, _) in PagesAsync(run, home, source, cancellationToken))
        {
            yield return file;
        }
    }

    private IAsyncEnumerable<(InputFile File, string? Page)> PagesAsync(RunInput run, HomeStorage home, TaskSource source, CancellationToken cancellationToken) => source.IsBatch
        ? BatchFilesAsync(run, source, cancellationToken)
        : SourceFiles.ListPagesAsync(home, source, cancellationToken);

    private async IAsyncEnumerable<(InputFile File, string? Page)> BatchFilesAsync(RunInput run, TaskSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (BatchedFile file in (await batches.ReadAsync(run.RunId, cancellationToken)).Files)
        {
            yield return (new InputFile(source.Container, file.Name) { ETag = file.ETag }, null);
        }
    }

    private static FaultException NoFiles(TaskSource source)
    {
        string globs = $"{(source.Include.Count > 0 ? $" include {string.Join(", ", source.Include)}" : "")}{(source.Exclude.Count > 0 ? $" exclude {string.Join(", ", source.Exclude)}" : "")}";
        return new FaultException(
            ErrorCodes.NoMatchingFiles, $"No blob in '{source.Container}' under '{source.BlobPrefix}' matches{globs}. Upload inputs before the manifest.");
    }
}
