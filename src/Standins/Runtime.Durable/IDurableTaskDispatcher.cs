using Microsoft.DurableTask;

namespace Autobatch.Standins.Runtime.Durable;

/// <summary>
/// What the engine calls to run a function by name (names compare without regard to case). An exception that leaves a method fails the
/// task: its type, message and stack become the failure's details.
/// </summary>
internal interface IDurableTaskDispatcher
{
    bool HasOrchestrator(string name);

    bool HasActivity(string name);

    /// <summary>
    /// Runs orchestrator code, once for a first run and again for every replay. It is called on the orchestrator's own scheduler: all
    /// that comes before and after the function, such as middleware, must stay on it and await nothing but what the function awaits
    /// (no <c>ConfigureAwait(false)</c>, no real I/O), or the orchestration fails as a foreign await.
    /// </summary>
    /// <returns>The serialized output.</returns>
    Task<string?> RunOrchestratorAsync(TaskOrchestrationContext context, string? serializedInput);

    /// <summary>Runs an activity, at least once per call; any await is welcome.</summary>
    /// <param name="context">Whose <c>Name</c> is the activity's name as the orchestrator wrote it.</param>
    /// <param name="serializedInput">JSON, or null.</param>
    /// <param name="cancellation">Signalled when the engine stops and the time for draining is over.</param>
    /// <returns>The serialized output.</returns>
    Task<string?> RunActivityAsync(TaskActivityContext context, string? serializedInput, CancellationToken cancellation);
}
