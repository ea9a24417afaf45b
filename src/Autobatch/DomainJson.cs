using System.Text.Json.Serialization;
using Autobatch.Errors;

namespace Autobatch;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
internal sealed partial class DomainJson : JsonSerializerContext;
