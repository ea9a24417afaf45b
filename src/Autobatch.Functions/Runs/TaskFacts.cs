using Autobatch.Batch;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>Reads what decides about dependents from the data plane.</summary>
internal static class TaskFacts
{
    private const string Select = "id,state,executionInfo,dependsOn,exitConditions";

    public static async Task<List<TaskFact>> ListAsync(BatchDataClient batch, string jobId, CancellationToken cancellationToken)
    {
        List<TaskFact> facts = [];
        await foreach (TaskState task in batch.ListTasksAsync(jobId, new ListQuery { Select = Select }, cancellationToken))
        {
            facts.Add(Of(task));
        }

        return facts;
    }

    private static TaskFact Of(TaskState task) => new(
        task.Id,
        task.State == TaskStates.Completed,
        task.ExitCode,
        task.FailureInfo?.Code,
        task.DependsOn?.TaskIds ?? [],
        [.. (task.DependsOn?.TaskIdRanges ?? []).Select(r => (r.Start, r.End))],
        task.ExitConditions);
}
