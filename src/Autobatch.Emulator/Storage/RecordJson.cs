using System.Text.Json;
using System.Text.Json.Serialization;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Storage;

/// <summary>How records are kept: JSON by generated code, enums by name.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PoolRecord))]
[JsonSerializable(typeof(NodeRecord))]
[JsonSerializable(typeof(JobNodeRecord))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(JobScheduleRecord))]
[JsonSerializable(typeof(TaskRecord))]
[JsonSerializable(typeof(ApplicationRecord))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(StorageKeyTimes))]
[JsonSerializable(typeof(AccountQuotas))]
[JsonSerializable(typeof(FaultCounts))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    /// <summary>The state part of a record.</summary>
    public static byte[] Write(object record) => JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), Default);
}
