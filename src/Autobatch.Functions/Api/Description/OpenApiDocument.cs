using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autobatch.Functions.Api.Description;

/// <summary>The OpenAPI document of every route, made once of the functions' attributes and the records that they answer with.</summary>
internal static class OpenApiDocument
{
    public const string MediaType = "application/json";
    public const string KeyHeader = "functionKey";
    public const string KeyQuery = "functionKeyQuery";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private static readonly Lazy<byte[]> s_bytes = new(() => JsonSerializer.SerializeToUtf8Bytes(Make(), s_indented));

    public static byte[] Utf8 => s_bytes.Value;

    private static JsonObject Make()
    {
        ApiSchemas schemas = new();
        OperationWriter operations = new(schemas);
        JsonObject paths = [];
        foreach (IGrouping<string, ApiRoute> path in ApiRoute.All.GroupBy(r => r.Path))
        {
            paths[path.Key] = new JsonObject(path.Select(r => KeyValuePair.Create<string, JsonNode?>(r.Verb.ToLowerInvariant(), operations.Write(r))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Autobatch",
                ["version"] = "1.0",
                ["description"] = "Runs over Azure Batch. Errors are application/problem+json with a stable code; docs/errors.md lists the codes.",
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject
                {
                    [KeyHeader] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                    [KeyQuery] = new JsonObject { ["type"] = "apiKey", ["in"] = "query", ["name"] = "code" },
                },
            },
        };
    }
}
