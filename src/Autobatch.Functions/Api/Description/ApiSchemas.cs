using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Autobatch.Functions.Api.Description;

/// <summary>
/// Schemas of the records that answers hold, made of the very contracts that write them. Null is never written, so what may be null is
/// optional and the rest is required.
/// </summary>
internal sealed class ApiSchemas
{
    private const string Components = "#/components/schemas/";
    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);
    private readonly JsonSchemaExporterOptions _options;

    public ApiSchemas() => _options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>A reference to the record's schema.</summary>
    public JsonObject Reference(Type type)
    {
        if (!_schemas.ContainsKey(type.Name))
        {
            // Its place is taken first, since a record may hold itself.
            _schemas[type.Name] = new JsonObject();
            JsonTypeInfo contract = AppJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{nameof(AppJson)} does not write {type.Name}.");
            _schemas[type.Name] = contract.GetJsonSchemaAsNode(_options);
        }

        return new JsonObject { ["$ref"] = Components + type.Name };
    }

    public JsonObject ToJson() => new(_schemas.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject node)
        {
            // Anything at all; tools know it better as an empty schema than as true.
            return new JsonObject();
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            if (!context.Path.IsEmpty)
            {
                return Reference(Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type);
            }

            node["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(IsAlwaysThere).Select(p => JsonValue.Create(p.Name))]);
        }

        if (node["type"] is JsonArray types)
        {
            node["type"] = types.First(t => t!.GetValue<string>() != "null")!.GetValue<string>();
        }

        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(ValuesOfAttribute), false) is [ValuesOfAttribute values])
        {
            node["enum"] = new JsonArray([.. values.Values.Select(v => JsonValue.Create(v))]);
        }

        return node;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) => !property.IsGetNullable && Nullable.GetUnderlyingType(property.PropertyType) is null;
}
