using System.Text;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>Reduces the service's description to the table in tests/Support/Contract.</summary>
internal sealed class Specification(JsonElement document)
{
    private JsonElement Schemas => document.GetProperty("components").GetProperty("schemas");

    private bool IsResourceManager => document.GetProperty("info").GetProperty("title").GetString()!.Contains("Resource", StringComparison.OrdinalIgnoreCase)
        || Schemas.TryGetProperty("ProxyResource", out _);

    public string Table()
    {
        StringBuilder text = new("# Generated from the service's description by SpecificationTests; do not edit.\n");
        foreach (var path in document.GetProperty("paths").EnumerateObject().OrderBy(path => path.Name, StringComparer.Ordinal))
        {
            foreach (var operation in path.Value.EnumerateObject().OrderBy(operation => operation.Name, StringComparer.Ordinal))
            {
                text.Append($"{operation.Name.ToUpperInvariant()} {path.Name} {Success(operation.Value)} {Request(operation.Value)} {Response(operation, path.Value)}\n");
            }
        }

        foreach (var schema in Schemas.EnumerateObject().OrderBy(schema => schema.Name, StringComparer.Ordinal))
        {
            text.Append(schema.Value.TryGetProperty("enum", out var values)
                ? $"{schema.Name} = {string.Join(' ', values.EnumerateArray().Select(value => value.GetString()))}\n"
                : $"{schema.Name}: {string.Join(", ", Properties(schema.Value))}\n");
        }

        return text.ToString();
    }

    private static string Success(JsonElement operation) => string.Join(',', operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Where(status => status[0] == '2').Order());

    private static string Request(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) ? Name(body.GetProperty("content").GetProperty("application/json").GetProperty("schema")) : "-";

    private string Response(JsonProperty operation, JsonElement path)
    {
        var responses = operation.Value.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '2').Select(response => response.Value).ToList();
        if (responses.Select(Model).FirstOrDefault(model => model is not null) is { } described)
        {
            return described;
        }

        if (responses.Any(response => response.GetProperty("headers").TryGetProperty("ocp-batch-file-url", out _)))
        {
            return "file";
        }

        // The description is silent on what a long operation answers in the end; it is the resource.
        return !IsResourceManager ? "-" : operation.Name is "put" or "patch" && path.TryGetProperty("get", out var get) ? Model(get.GetProperty("responses").GetProperty("200")) ?? "?" : "?";
    }

    private static string? Model(JsonElement response) => response.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json)
        ? json.GetProperty("schema").GetProperty("x-model").GetString()!.Replace("[] in value", "[]", StringComparison.Ordinal)
        : null;

    private IEnumerable<string> Properties(JsonElement schema)
    {
        var inherited = schema.TryGetProperty("allOf", out var bases) ? bases.EnumerateArray().SelectMany(one => Properties(Schemas.GetProperty(Name(one)))) : [];
        return inherited.Concat(schema.TryGetProperty("properties", out var own) ? own.EnumerateObject().Select(property => Property(property, schema)) : []);
    }

    private static string Property(JsonProperty property, JsonElement schema)
    {
        var value = property.Value;
        var required = schema.TryGetProperty("required", out var names) && names.EnumerateArray().Any(name => name.GetString() == property.Name)
            || (value.TryGetProperty("description", out var says) && says.GetString()!.EndsWith("Required.", StringComparison.Ordinal));
        var readOnly = value.TryGetProperty("readOnly", out var only) && only.GetBoolean();
        return $"{property.Name} {Type(value)}{(required ? "!" : "")}{(readOnly ? "~" : "")}";
    }

    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out _))
        {
            return Name(schema);
        }

        var format = schema.TryGetProperty("format", out var named) ? named.GetString() : null;
        return schema.TryGetProperty("type", out var type) ? type.GetString() switch
        {
            "array" => Type(schema.GetProperty("items")) + "[]",
            "object" => "map",
            "integer" => schema.TryGetProperty("x-format", out _) ? "int64" : "integer",
            "string" => format ?? "string",
            var other => other!,
        } : "any";
    }

    private static string Name(JsonElement reference) => reference.GetProperty("$ref").GetString()!.Split('/')[^1];
}
