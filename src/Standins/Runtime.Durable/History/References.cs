namespace Autobatch.Standins.Runtime.Durable.History;

/// <summary>One generation of an instance.</summary>
internal sealed record OrchestrationInstanceRef(string InstanceId, string ExecutionId);

/// <summary>The call that started a sub-orchestration.</summary>
internal sealed record ParentInstanceRef(string Name, OrchestrationInstanceRef OrchestrationInstance, int TaskScheduleId);
