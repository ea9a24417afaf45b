using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azure.ResourceManager.Batch;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountChangeBody))]
[JsonSerializable(typeof(AccountKeysBody))]
[JsonSerializable(typeof(ActivateBody))]
[JsonSerializable(typeof(ApplicationBody))]
[JsonSerializable(typeof(PackageBody))]
[JsonSerializable(typeof(PageBody<ApplicationBody>))]
[JsonSerializable(typeof(PageBody<PackageBody>))]
internal sealed partial class ArmJson : JsonSerializerContext;
