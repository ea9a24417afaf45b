using Azure.Core;

namespace Autobatch.Batch;

/// <summary>Sends one collection until each task has an answer: halves what is too large, repeats what failed on the service's side.</summary>
internal sealed class TaskCollectionSender(BatchPipeline pipeline, string jobId)
{
    /// <summary>The most tasks that the service takes in one request (FACTS A.4).</summary>
    private const int MostTasks = 100;
    private const int MostRounds = 5;
    private const int TooLarge = 413;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly BatchError s_unanswered = new(BatchErrorCodes.UnreadableResponse, "The service's answer does not mention this task.", []);

    public async Task<IReadOnlyList<TaskAddResult>> SendAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        List<TaskSlice> tasks = TaskCollectionScanner.Scan(json.Span);
        var results = new TaskAddResult[tasks.Count];
        List<TaskSlice> open = tasks;
        for (int round = 1; open.Count > 0 && round <= MostRounds; round++)
        {
            if (round > 1)
                await Task.Delay(s_firstPause * (1 << (round - 2)), pipeline.Time, cancellationToken).ConfigureAwait(false);
            var again = new List<TaskSlice>();
            foreach (TaskSlice[] chunk in open.Chunk(MostTasks))
                await SendAsync(json, chunk, results, again, cancellationToken).ConfigureAwait(false);
            open = again;
        }
        return results;
    }

    private async Task SendAsync(
        ReadOnlyMemory<byte> json, ReadOnlyMemory<TaskSlice> tasks, TaskAddResult[] results, List<TaskSlice> again, CancellationToken cancellationToken)
    {
        TaskAddBody answer;
        try
        {
            using HttpMessage message = pipeline.Message(RequestMethod.Post, ResourcePath.Of("jobs", jobId, "addtaskcollection"));
            BatchPipeline.SetJson(message, TaskCollectionContent.Of(json, tasks.Span));
            answer = await pipeline.ReadAsync(message, BatchJson.Default.TaskAddBody, cancellationToken, nameof(BatchDataClient.AddTaskCollectionAsync)).ConfigureAwait(false);
        }
        catch (BatchException large) when (large.Status == TooLarge && tasks.Length > 1)
        {
            int half = tasks.Length / 2;
            await SendAsync(json, tasks[..half], results, again, cancellationToken).ConfigureAwait(false);
            await SendAsync(json, tasks[half..], results, again, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (BatchException large) when (large.Status == TooLarge)
        {
            // Its neighbours can go on: this one alone is too large for any request.
            TaskSlice task = tasks.Span[0];
            results[task.Index] = new TaskAddResult(task.Id, large.Error);
            return;
        }
        Note(answer, tasks.Span, results, again);
    }

    private static void Note(TaskAddBody answer, ReadOnlySpan<TaskSlice> tasks, TaskAddResult[] results, List<TaskSlice> again)
    {
        var answers = new Dictionary<string, TaskAddBody.Item>(tasks.Length, StringComparer.OrdinalIgnoreCase);
        foreach (TaskAddBody.Item item in answer.Value ?? [])
            answers[item.TaskId ?? ""] = item;
        foreach (TaskSlice task in tasks)
        {
            if (!answers.TryGetValue(task.Id, out TaskAddBody.Item? item))
            {
                results[task.Index] = new TaskAddResult(task.Id, s_unanswered);
                again.Add(task);
                continue;
            }
            bool added = string.Equals(item.Status, TaskAddBody.Success, StringComparison.OrdinalIgnoreCase);
            results[task.Index] = new TaskAddResult(task.Id, added ? null : item.Error?.ToError() ?? new BatchError("", $"The service answered '{item.Status}' without a reason.", []));
            if (string.Equals(item.Status, TaskAddBody.ServerError, StringComparison.OrdinalIgnoreCase))
                again.Add(task);
        }
    }
}
