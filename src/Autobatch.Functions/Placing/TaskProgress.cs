using Autobatch.Batch;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Placement;
using Autobatch.Planning;
using Azure;

namespace Autobatch.Functions.Placing;

/// <summary>
/// Keeps which tasks of a run have succeeded, in the app's own storage, since an account that does not answer cannot be asked. One blob for each job of
/// the run; a record costs one list request for what ended since the last one, and one write when that was anything.
/// </summary>
internal sealed class TaskProgress(RunFiles files)
{
    private const string Select = "id,stateTransitionTime,executionInfo";
    private const int MostTries = 5;

    // A list may show a task a little after its time.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10);

    /// <summary>Records what has succeeded since the last record.</summary>
    public Task RecordAsync(RunInput run, RunJob job, RunPlan plan, BatchDataClient batch, CancellationToken cancellationToken) =>
        ChangeAsync(run, job, new TaskNumbers(plan, job.TotalFiles), batch, close: false, cancellationToken);

    /// <summary>Records for the last time, and closes the record; without an account that answers it is closed as it stands.</summary>
    /// <returns>What succeeded in this job.</returns>
    public Task<TaskMarks> CloseAsync(RunInput run, RunJob job, RunPlan plan, BatchDataClient? batch, CancellationToken cancellationToken) =>
        ChangeAsync(run, job, new TaskNumbers(plan, job.TotalFiles), batch, close: true, cancellationToken);

    /// <summary>What is recorded of one of the run's jobs.</summary>
    public async Task<TaskMarks> ReadAsync(string runId, int move, CancellationToken cancellationToken) =>
        (await files.ReadProgressAsync(runId, move, cancellationToken)).Progress is { } known ? new TaskMarks(known.Succeeded) : new TaskMarks();

    private async Task<TaskMarks> ChangeAsync(RunInput run, RunJob job, TaskNumbers numbers, BatchDataClient? batch, bool close, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            (RecordedProgress? known, ETag? version) = await files.ReadProgressAsync(run.RunId, job.Move, cancellationToken);
            TaskMarks marks = new(known?.Succeeded);
            if (known is { Closed: true })
            {
                return marks;
            }

            (DateTimeOffset? mark, bool isNew) = batch is null ? (known?.Mark, false) : await AddAsync(batch, job, numbers, known?.Mark, marks, cancellationToken);
            if ((!isNew && !close)
                || await files.TrySaveProgressAsync(run.RunId, job.Move, new RecordedProgress(mark, marks.ToBytes(), close), version, cancellationToken))
            {
                return marks;
            }
        }

        throw new RetryLaterException($"The record of run {run.RunId} is contended.");
    }

    private static async Task<(DateTimeOffset? Mark, bool IsNew)> AddAsync(
        BatchDataClient batch, RunJob job, TaskNumbers numbers, DateTimeOffset? since, TaskMarks marks, CancellationToken cancellationToken)
    {
        string recent = since is { } mark ? $" and stateTransitionTime gt {ODataFilter.Time(mark - s_overlap)}" : "";
        ListQuery ended = new() { Filter = $"state eq {ODataFilter.Text(TaskStates.Completed)}{recent}", Select = Select };
        bool isNew = false;
        DateTimeOffset? latest = since;
        try
        {
            await foreach (TaskState task in batch.ListTasksAsync(job.JobId, ended, cancellationToken))
            {
                latest = latest is null || task.StateTransitionTime > latest ? task.StateTransitionTime : latest;
                if (string.Equals(task.Result, Autobatch.Batch.TaskResults.Success, StringComparison.OrdinalIgnoreCase) && numbers.Of(task.Id) is { } number)
                {
                    isNew |= marks.Add(number);
                }
            }
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.JobNotFound)
        {
            // It was never made there, or somebody deleted it: nothing more is known.
        }

        return (latest, isNew);
    }
}
