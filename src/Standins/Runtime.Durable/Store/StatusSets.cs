using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>Which statuses are final.</summary>
internal static class StatusSets
{
    /// <summary>For SQL: Completed, Failed, Terminated.</summary>
    public const string FinishedSql = "(1, 3, 5)";

    public static bool IsFinished(this OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
