using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>What one step adds to an instance.</summary>
/// <param name="History">The rows of this step, from OrchestratorStarted to OrchestratorCompleted.</param>
/// <param name="CancelledTimers">Ids of timers that must not fire any more.</param>
/// <param name="Outcome">Null while the generation goes on.</param>
/// <param name="IsSuspended">Whether the instance is suspended after this step.</param>
/// <param name="CustomStatus">The serialized custom status after this step.</param>
internal sealed record StepResult(
    IReadOnlyList<HistoryEvent> History,
    IReadOnlyList<int> CancelledTimers,
    Outcome? Outcome,
    bool IsSuspended,
    string? CustomStatus);
