using Microsoft.DurableTask;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>A run or a replay of an orchestrator.</summary>
internal sealed record OrchestrationCall(TaskOrchestrationContext Context, string? Input);

/// <summary>One call of an activity.</summary>
internal sealed record ActivityCall(TaskActivityContext Context, string? Input);
