using System.Text.Json.Serialization;

namespace Autobatch.Standins.Runtime.Durable.History;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrchestratorStarted))]
[JsonSerializable(typeof(OrchestratorCompleted))]
[JsonSerializable(typeof(ExecutionStarted))]
[JsonSerializable(typeof(ExecutionCompleted))]
[JsonSerializable(typeof(ContinueAsNew))]
[JsonSerializable(typeof(ExecutionTerminated))]
[JsonSerializable(typeof(ExecutionSuspended))]
[JsonSerializable(typeof(ExecutionResumed))]
[JsonSerializable(typeof(TaskScheduled))]
[JsonSerializable(typeof(TaskCompleted))]
[JsonSerializable(typeof(TaskFailed))]
[JsonSerializable(typeof(SubOrchestrationInstanceCreated))]
[JsonSerializable(typeof(SubOrchestrationInstanceCompleted))]
[JsonSerializable(typeof(SubOrchestrationInstanceFailed))]
[JsonSerializable(typeof(TimerCreated))]
[JsonSerializable(typeof(TimerFired))]
[JsonSerializable(typeof(EventSent))]
[JsonSerializable(typeof(EventRaised))]
[JsonSerializable(typeof(FailureRecord))]
[JsonSerializable(typeof(ParentInstanceRef))]
[JsonSerializable(typeof(List<EventRaised>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class HistoryJsonContext : JsonSerializerContext;
