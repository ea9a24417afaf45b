using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Schemas;

namespace Autobatch.Manifests.Schema;

/// <summary>
/// Loads the embedded schema. The reader obeys the very file that editors get, so the two cannot drift apart; a keyword that
/// <see cref="SchemaValidator"/> does not know is refused here, so none can be silently ignored.
/// </summary>
internal sealed class SchemaLoader
{
    private static readonly TimeSpan s_patternTime = TimeSpan.FromSeconds(2);
    private static readonly Lazy<SchemaNode> s_jobManifest = new(() => Load(SchemaFiles.Read(SchemaFiles.JobManifest)!));
    private static readonly Lazy<SchemaNode> s_workload = new(() => Load(SchemaFiles.Read(SchemaFiles.Workload)!));
    private readonly Dictionary<string, SchemaNode> _definitions = new(StringComparer.Ordinal);

    private SchemaLoader()
    {
    }

    /// <summary>The manifest's schema.</summary>
    public static SchemaNode JobManifest => s_jobManifest.Value;

    /// <summary>The schema of a workload's document, in which the manifest's is.</summary>
    public static SchemaNode Workload => s_workload.Value;

    /// <summary>Loads a schema.</summary>
    public static SchemaNode Load(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        JsonElement root = document.RootElement.Clone();
        SchemaLoader loader = new();
        if (root.TryGetProperty("$defs", out JsonElement definitions))
        {
            // Definitions refer to one another, so all of them exist before the first is filled.
            foreach (JsonProperty definition in definitions.EnumerateObject())
            {
                loader._definitions[$"#/$defs/{definition.Name}"] = new SchemaNode();
            }

            foreach (JsonProperty definition in definitions.EnumerateObject())
            {
                loader.Fill(loader._definitions[$"#/$defs/{definition.Name}"], definition.Value);
            }
        }

        return loader.Node(root);
    }

    private SchemaNode Node(JsonElement schema)
    {
        SchemaNode node = new();
        Fill(node, schema);
        return node;
    }

    private void Fill(SchemaNode node, JsonElement schema)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            Keyword(node, keyword.Name, keyword.Value);
        }

        string[] asserting = [.. schema.EnumerateObject().Select(k => k.Name).Where(n => n is not "description")];
        node.IsEmpty = asserting.Length == 0;
        node.OnlyRequires = asserting is ["required"];
    }

    private void Keyword(SchemaNode node, string name, JsonElement value)
    {
        switch (name)
        {
            case "$schema" or "$id" or "$defs" or "title":
                break;
            case "description":
                node.Description = value.GetString();
                break;
            case "$ref":
                node.Ref = value.GetString() == SchemaFiles.JobManifest ? JobManifest : _definitions[value.GetString()!];
                break;
            case "type":
                node.Type = value.ValueKind == JsonValueKind.Array ? string.Join(SchemaTypes.Or, Strings(value)) : value.GetString();
                break;
            case "const":
                node.Const = value;
                break;
            case "enum":
                node.Enum = Strings(value);
                break;
            case "anyOf":
                node.AnyOf = Nodes(value);
                break;
            case "oneOf":
                node.OneOf = Nodes(value);
                break;
            case "allOf":
                node.AllOf = Nodes(value);
                break;
            case "if":
                node.If = Node(value);
                break;
            case "then":
                node.Then = Node(value);
                break;
            case "not":
                node.Not = Node(value);
                break;
            case "pattern":
                node.Pattern = Pattern(value.GetString()!);
                break;
            default:
                Bounds(node, name, value);
                break;
        }
    }

    private void Bounds(SchemaNode node, string name, JsonElement value)
    {
        switch (name)
        {
            case "required":
                node.Required = Strings(value);
                break;
            case "dependentRequired":
                node.DependentRequired = value.EnumerateObject().ToDictionary(p => p.Name, p => Strings(p.Value));
                break;
            case "minLength":
                node.MinLength = value.GetInt32();
                break;
            case "maxLength":
                node.MaxLength = value.GetInt32();
                break;
            case "minimum":
                node.Minimum = value.GetInt64();
                break;
            case "maximum":
                node.Maximum = value.GetInt64();
                break;
            case "minItems":
                node.MinItems = value.GetInt32();
                break;
            case "maxItems":
                node.MaxItems = value.GetInt32();
                break;
            case "propertyNames":
                node.PropertyNames = Node(value);
                break;
            case "items":
                node.Items = Node(value);
                break;
            case "properties":
                node.Properties = value.EnumerateObject().ToDictionary(p => p.Name, p => Node(p.Value), StringComparer.Ordinal);
                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.False:
                node.Closed = true;
                break;
            case "additionalProperties":
                node.AdditionalProperties = Node(value);
                break;
            default:
                throw new NotSupportedException($"The schema uses the keyword '{name}', which the reader does not know.");
        }
    }

    private SchemaNode[] Nodes(JsonElement array) => [.. array.EnumerateArray().Select(Node)];

    private static IReadOnlyList<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(s => s.GetString()!)];

    // In .NET a final $ also matches before a last line feed, in JSON Schema it does not.
    private static Regex Pattern(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + "\\z" : pattern, RegexOptions.CultureInvariant, s_patternTime);
}
