using System.Globalization;
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

    /// <exception cref="ArgumentException">The continuation belongs to another list.</exception>
    public async Task<TaskListView> ListAsync(LedgerEntry entry, string? state, int top, string? continuation, CancellationToken cancellationToken)
    {
        // Nobody but the result has the tasks of all accounts, and those that no job has.
        if (continuation is null && Autobatch.Runs.RunStatus.IsFinal(entry.Status) && (entry.MovedFrom is not null || entry.NotRun > 0))
        {
            return await FromResultAsync(entry.Id, state, top, 0, cancellationToken);
        }

        if (entry.JobId is null || entry.Account is null)
        {
            return new TaskListView([], null);
        }

        if (int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return await FromResultAsync(entry.Id, state, top, index, cancellationToken);
        }

        ListQuery query = new() { Filter = state is null ? null : $"state eq {ODataFilter.Text(state)}", Select = Select, MaxResults = top };
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
            return await FromResultAsync(entry.Id, state, top, 0, cancellationToken);
        }

        return new TaskListView([], null);
    }

    private async Task<TaskListView> FromResultAsync(string runId, string? state, int top, int index, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream content = (await storage.Results.GetBlobClient(ResultFile.Name(runId)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
            List<TaskView> page = [];
            long at = 0;
            await foreach (JsonElement task in ResultTasks.ReadAsync(content, cancellationToken))
            {
                if ((state is not null && !string.Equals(task.GetProperty("state").GetString(), state, StringComparison.OrdinalIgnoreCase)) || at++ < index)
                {
                    continue;
                }

                if (page.Count == top)
                {
                    return new TaskListView(page, QueryText.ToToken(GetTasks.List, ((long)index + top).ToString(CultureInfo.InvariantCulture)));
                }

                page.Add(task.Deserialize(AppJson.Default.TaskView)!);
            }

            return new TaskListView(page, null);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return new TaskListView([], null);
        }
    }

    private static TaskView Of(TaskState task) => new()
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
