using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Batch;

/// <summary>Reading without reflection. Numbers may be strings: the service writes every int64 so (FACTS A.1).</summary>
/// <remarks>
/// A generated reader sets every <c>init</c> property, with null where the answer has nothing, so that a record's default must be
/// in the setter too: with <c>$select</c>, most properties are missing.
/// </remarks>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApplicationState))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(JobState))]
[JsonSerializable(typeof(ListBody<ApplicationState>))]
[JsonSerializable(typeof(ListBody<JobState>))]
[JsonSerializable(typeof(ListBody<JsonElement>))]
[JsonSerializable(typeof(ListBody<NodeState>))]
[JsonSerializable(typeof(ListBody<PoolNodeCounts>))]
[JsonSerializable(typeof(ListBody<PoolState>))]
[JsonSerializable(typeof(ListBody<TaskFileEntry>))]
[JsonSerializable(typeof(ListBody<TaskState>))]
[JsonSerializable(typeof(PoolState))]
[JsonSerializable(typeof(TaskAddBody))]
[JsonSerializable(typeof(TaskCountsBody))]
[JsonSerializable(typeof(TaskState))]
[JsonSerializable(typeof(TerminateJobBody))]
internal sealed partial class BatchJson : JsonSerializerContext;
