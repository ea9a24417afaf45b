using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>
/// Adds one window of a run's chunks. A sub-orchestration, so that the run's own history stays short. It gives up on passing trouble soon and
/// tells the run, which waits by name and has the window added again: chunks that are there count as added.
/// </summary>
internal static class AddTasks
{
    [Function(nameof(AddTasks))]
    public static async Task<HoldResult> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        TaskWindow window = context.GetInput<TaskWindow>()!;
        TaskOptions retries = Retries.Brief();
        Task[] adding =
        [
            .. Enumerable.Range(window.FirstChunk, window.Chunks)
                .Select(chunk => context.CallActivityAsync(nameof(SubmitChunk), new ChunkWork(window.Run, window.Job, chunk), retries)),
        ];
        Hold? hold = null;
        foreach (Task chunk in adding)
        {
            try
            {
                await chunk;
            }
            catch (TaskFailedException e) when (Hold.OfTrouble(e.FailureDetails) is { } trouble)
            {
                hold = trouble;
            }
        }

        return new HoldResult(hold);
    }
}
