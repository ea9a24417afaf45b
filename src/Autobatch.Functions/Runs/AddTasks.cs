using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>Adds one window of a run's chunks. A sub-orchestration, so that the run's own history stays short.</summary>
internal static class AddTasks
{
    [Function(nameof(AddTasks))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        TaskWindow window = context.GetInput<TaskWindow>()!;
        TaskOptions retries = Retries.Options();
        IEnumerable<int> chunks = Enumerable.Range(window.FirstChunk, window.Chunks);
        return Task.WhenAll(chunks.Select(chunk => context.CallActivityAsync(nameof(SubmitChunk), new ChunkWork(window.Run, window.Job, chunk), retries)).ToArray());
    }
}
