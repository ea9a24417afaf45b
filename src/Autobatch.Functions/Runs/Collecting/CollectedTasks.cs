using Autobatch.Batch;
using Autobatch.Costs;
using Autobatch.Results;
using Azure;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Carries a job's tasks into the result, page by page: a page is all that is in memory.</summary>
internal sealed class CollectedTasks(
    BatchDataClient batch, TaskOutputs outputs, CustomOutputs customs, RunResultHeader header, CostMeter? cost, IReadOnlyDictionary<string, string> blocked, bool actsOnJob)
{
    public int Total { get; private set; }

    public int Succeeded { get; private set; }

    /// <summary>Tasks that ran more than once.</summary>
    public int Repeated { get; private set; }

    public async Task WriteAsync(string jobId, ResultDocumentWriter writer, CancellationToken cancellationToken)
    {
        await foreach (Page<TaskState> page in batch.ListTasksAsync(jobId, new ListQuery { Select = TaskResults.Select }, cancellationToken).AsPages())
        {
            TaskResult[] tasks = [.. page.Values.Select(Of)];
            await customs.AddAsync(tasks, cancellationToken);
            foreach (TaskResult task in tasks)
            {
                writer.Task(task);
                await writer.FlushWhenFullAsync(cancellationToken);
            }
        }
    }

    private TaskResult Of(TaskState state)
    {
        TaskResult task = TaskResults.Of(state, outputs.Take(state.Id), blocked.GetValueOrDefault(state.Id), actsOnJob);
        Total++;
        Succeeded += task.Succeeded ? 1 : 0;
        Repeated += task.RetryCount + task.RequeueCount > 0 ? 1 : 0;
        cost?.Add(task.EndTime - task.StartTime, task.NodeId, state.RequiredSlots);
        return task with { Phases = TaskPhases.Of(task, header.TriggerSeconds, header.NoticedAt) };
    }
}
