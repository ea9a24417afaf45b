using System.Text.Json;
using Autobatch.Schemas;
using Autobatch.Tests.Support;

namespace Autobatch.Tests.Manifests;

/// <summary>Every property of a REST job and a REST task (data plane 2025-06-01), at every depth, is in the schema under its own name.</summary>
public sealed class RestCoverageTests
{
    // Lines of "Type.property" or "Type.property TypeOfTheValueOrItem".
    private static readonly string[] s_list = File.ReadAllLines(Path.Combine(Repository.Tests, "Schema", "rest-properties.txt"));
    private static readonly JsonElement s_schema = JsonElement.Parse(SchemaFiles.Read(SchemaFiles.JobManifest)!);
    private static readonly ILookup<string, (string Property, string? Type)> s_types = s_list.ToLookup(
        l => l[..l.IndexOf('.', StringComparison.Ordinal)],
        l => (l[(l.IndexOf('.', StringComparison.Ordinal) + 1)..].Split(' ')[0], l.Contains(' ', StringComparison.Ordinal) ? l.Split(' ')[1] : null));

    [Fact]
    public void Schema_knows_every_rest_property()
    {
        List<string> missing = [];
        Visit("BatchJobCreateOptions", s_schema, "", [], missing);
        Visit("BatchTaskCreateOptions", Property(s_schema, "tasks"), "/tasks", [], missing);
        Visit("BatchTaskCreateOptions", Property(Property(s_schema, "taskFactory"), "repeatTask"), "/taskFactory/repeatTask", [], missing);
        Visit("BatchTaskCreateOptions", Property(Property(s_schema, "taskFactory"), "mergeTask"), "/taskFactory/mergeTask", [], missing);
        Assert.True(s_list.Length > 250, $"Only {s_list.Length} properties were compared.");
        Assert.Empty(missing);
    }

    [Fact]
    public void List_of_rest_properties_is_that_of_the_published_description()
    {
        string description = Path.Combine(Repository.Root, "..", "shared", "azure-batch", "dataplane-2025-06-01.openapi.json");
        Assert.SkipUnless(File.Exists(description), "The published description is not here; the list kept beside the tests stands for it.");
        JsonElement types = JsonElement.Parse(File.ReadAllBytes(description)).GetProperty("components").GetProperty("schemas");
        SortedSet<string> lines = new(StringComparer.Ordinal);
        HashSet<string> seen = [];
        Describe("BatchJobCreateOptions", types, seen, lines);
        Describe("BatchTaskCreateOptions", types, seen, lines);
        Assert.Equal(lines, s_list.Order(StringComparer.Ordinal));
    }

    private static void Visit(string type, JsonElement schema, string path, HashSet<(string, string)> seen, List<string> missing)
    {
        JsonElement resolved = Resolve(schema);
        if (!seen.Add((type, resolved.GetRawText())))
        {
            return;
        }

        foreach ((string property, string? inner) in s_types[type])
        {
            JsonElement found = Property(resolved, property);
            if (found.ValueKind == JsonValueKind.Undefined)
            {
                missing.Add($"{path}/{property}");
            }
            else if (inner is not null && !found.TryGetProperty("not", out _))
            {
                Visit(inner, found, $"{path}/{property}", seen, missing);
            }
        }
    }

    private static JsonElement Property(JsonElement schema, string name) =>
        Resolve(schema).TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out JsonElement found) ? found : default;

    private static JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out JsonElement target))
            {
                schema = s_schema.GetProperty("$defs").GetProperty(target.GetString()!["#/$defs/".Length..]);
            }
            else if (schema.TryGetProperty("items", out JsonElement items))
            {
                schema = items;
            }
            else
            {
                return schema;
            }
        }
    }

    private static void Describe(string type, JsonElement types, HashSet<string> seen, SortedSet<string> lines)
    {
        if (!seen.Add(type))
        {
            return;
        }

        foreach (JsonProperty property in types.GetProperty(type).GetProperty("properties").EnumerateObject())
        {
            JsonElement target = property.Value.TryGetProperty("items", out JsonElement items) ? items : property.Value;
            string? inner = target.TryGetProperty("$ref", out JsonElement reference) ? reference.GetString()!.Split('/')[^1] : null;
            inner = inner is not null && types.GetProperty(inner).TryGetProperty("properties", out _) ? inner : null;
            lines.Add(inner is null ? $"{type}.{property.Name}" : $"{type}.{property.Name} {inner}");
            if (inner is not null)
            {
                Describe(inner, types, seen, lines);
            }
        }
    }
}
