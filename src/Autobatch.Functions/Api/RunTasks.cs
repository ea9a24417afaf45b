using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Results;
using Azure;

namespace Autobatch.Functions.Api;

/// <summary>Pages of a run's tasks. A page's continuation is Batch's own link, or an index into the result.</summary>
internal sealed class RunTasks(BatchAccounts accounts, AutoStorage storage)
{
    private const string Select = "id,state,executionInfo,nodeInfo";
    private const int MostIdCharacters = 64;

    /// <summary>Whether a task may have that id, and it can stand in a path.</summary>
    public static bool IsId(string taskId) => taskId is not ("" or "." or "..") && taskId.Length <= MostIdCharacters;

    /// <exception cref="ArgumentException">The continuation belongs to another list.</exception>
    public async Task<TaskListView> ListAsync(LedgerEntry entry, TaskFilter filter, int top, string? continuation, CancellationToken cancellationToken)
    {
        // Nobody but the result has the tasks of all accounts, and those that no job has.
        if (continuation is null && Autobatch.Runs.RunStatus.IsFinal(entry.Status) && (entry.MovedFrom is not null || entry.NotRun > 0))
        {
            return await FromResultAsync(entry.Id, filter, top, 0, cancellationToken);
        }

        if (entry.JobId is null || entry.Account is null)
        {
            return new TaskListView([], null);
        }

        if (int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return await FromResultAsync(entry.Id, filter, top, index, cancellationToken);
        }

        ListQuery query = new() { Filter = filter.ToOData(), Select = Select, MaxResults = top };
        try
        {
            await foreach (Page<TaskState> page in accounts.Find(entry.Account).Data.ListTasksAsync(entry.JobId, query, cancellationToken)
                .AsPages(continuation).WithCancellation(cancellationToken))
            {
                return new TaskListView([.. page.Values.Select(Of)], page.ContinuationToken is { } next ? QueryText.ToToken(GetTasks.List, next) : null);
            }
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.JobNotFound)
        {
            return await FromResultAsync(entry.Id, filter, top, 0, cancellationToken);
        }

        return new TaskListView([], null);
    }

    /// <summary>One task of a run: from Batch while the job is there, else from the result; null when there is none of that id.</summary>
    public async Task<TaskView?> FindAsync(LedgerEntry entry, string taskId, CancellationToken cancellationToken)
    {
        if (entry.JobId is not null && entry.Account is not null)
        {
            try
            {
                return Of(await accounts.Find(entry.Account).Data.GetTaskAsync(entry.JobId, taskId, Select, cancellationToken));
            }
            catch (BatchException e) when (e.Status == 404)
            {
                // The job, or a task of an account before.
            }
        }

        await foreach (TaskView task in OfResultAsync(entry.Id, cancellationToken))
        {
            if (task.Id == taskId)
            {
                return task;
            }
        }

        return null;
    }

    /// <summary>The tasks of a run's result, one after the other; none when there is no result.</summary>
    public async IAsyncEnumerable<TaskView> OfResultAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stream content;
        try
        {
            content = (await storage.Results.GetBlobClient(ResultFile.Name(runId)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            yield break;
        }

        await using (content)
        {
            await foreach (JsonElement task in ResultTasks.ReadAsync(content, cancellationToken))
            {
                yield return task.Deserialize(AppJson.Default.TaskView)!;
            }
        }
    }

    private async Task<TaskListView> FromResultAsync(string runId, TaskFilter filter, int top, int index, CancellationToken cancellationToken)
    {
        List<TaskView> page = [];
        long at = 0;
        await foreach (TaskView task in OfResultAsync(runId, cancellationToken))
        {
            if (!filter.Fits(task) || at++ < index)
            {
                continue;
            }

            if (page.Count == top)
            {
                return new TaskListView(page, QueryText.ToToken(GetTasks.List, ((long)index + top).ToString(CultureInfo.InvariantCulture)));
            }

            page.Add(task);
        }

        return new TaskListView(page, null);
    }

    /// <summary>A task as the API tells it.</summary>
    public static TaskView Of(TaskState task) => new()
    {
        Id = task.Id,
        State = task.State,
        Result = task.Result,
        ExitCode = task.ExitCode,
        FailureInfo = BatchFailures.ToJson(task.FailureInfo),
        StartTime = task.StartTime,
        EndTime = task.EndTime,
        RetryCount = task.RetryCount,
        NodeId = task.NodeId,
    };
}
