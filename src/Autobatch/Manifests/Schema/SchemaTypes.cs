using System.Text.Json;

namespace Autobatch.Manifests.Schema;

/// <summary>JSON types as a schema names them.</summary>
internal static class SchemaTypes
{
    /// <summary>Between the names when a schema allows several types.</summary>
    public const string Or = " or ";

    /// <summary>
    /// Whether the value has the type. An integer must be written as one: JSON Schema also takes 1.0 and 1e2, the service does not,
    /// and we pass on what is written.
    /// </summary>
    public static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetRawText().AsSpan().IndexOfAny(".eE") < 0,
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ when type.Contains(Or, StringComparison.Ordinal) => type.Split(Or).Any(one => Is(one, value)),
        _ => throw new NotSupportedException($"The schema uses the type '{type}', which the reader does not know."),
    };

    public static string Name(string type) => type is "object" or "array" or "integer" ? $"an {type}" : $"a {type}";

    public static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
