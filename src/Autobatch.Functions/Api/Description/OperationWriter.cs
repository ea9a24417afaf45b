using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Autobatch.Errors;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Description;

/// <summary>Writes one route as an OpenAPI operation.</summary>
internal sealed class OperationWriter(ApiSchemas schemas)
{
    private const string IdPattern = "^[0-9a-f]{32}$";

    public JsonObject Write(ApiRoute route)
    {
        JsonObject operation = new()
        {
            ["operationId"] = route.Function,
            ["summary"] = route.Method.GetCustomAttribute<SummaryAttribute>()?.Text ?? route.Function,
            ["parameters"] = Parameters(route),
        };
        if (route.Method.GetCustomAttribute<BodyAttribute>() is { } body)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["description"] = body.Description,
                ["content"] = body.Type is { } type
                    ? new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.Reference(type) } }
                    : body.Schema.Length == 0 ? new JsonObject { ["application/octet-stream"] = new JsonObject() }
                    : new JsonObject
                    {
                        ["application/json"] = new JsonObject { ["schema"] = BodySchema(body) },
                        ["application/yaml"] = new JsonObject { ["schema"] = BodySchema(body) },
                    },
            };
        }

        operation["responses"] = Responses(route);
        operation["security"] = route.Level == AuthorizationLevel.Anonymous
            ? []
            : new JsonArray(new JsonObject { [OpenApiDocument.KeyHeader] = new JsonArray() }, new JsonObject { [OpenApiDocument.KeyQuery] = new JsonArray() });
        return operation;
    }

    // Pointed to and not referred to: most tools stumble over references to another document.
    private static JsonObject BodySchema(BodyAttribute body) => new()
    {
        ["type"] = "object",
        ["externalDocs"] = new JsonObject { ["url"] = $"/api/schemas/{body.Schema}" },
    };

    private static JsonArray Parameters(ApiRoute route)
    {
        JsonArray parameters = [];
        foreach (string name in route.Parameters)
        {
            JsonObject schema = new() { ["type"] = "string" };
            if (name == "id")
            {
                schema["pattern"] = IdPattern;
            }

            parameters.Add(Parameter(name, "path", null, required: true, schema));
        }

        foreach (QueryAttribute query in route.Method.GetCustomAttributes<QueryAttribute>())
        {
            JsonObject schema = new() { ["type"] = query.Type };
            IEnumerable<string>? values = query.ValuesOf is null ? query.Values : ValuesOfAttribute.Of(query.ValuesOf);
            if (values is not null)
            {
                schema["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
            }

            if (query.Most > 0)
            {
                schema["minimum"] = 1;
                schema["maximum"] = query.Most;
            }

            parameters.Add(Parameter(query.Name, "query", query.Description, query.Required, schema));
        }

        foreach (HeaderAttribute header in route.Method.GetCustomAttributes<HeaderAttribute>())
        {
            parameters.Add(Parameter(header.Name, "header", ApiHeaders.MeaningOf(header.Name), required: false, new JsonObject { ["type"] = "string" }));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, string? description, bool required, JsonObject schema)
    {
        JsonObject parameter = new() { ["name"] = name, ["in"] = place, ["required"] = required, ["schema"] = schema };
        if (description is not null)
        {
            parameter["description"] = description;
        }

        return parameter;
    }

    private JsonObject Responses(ApiRoute route)
    {
        JsonObject responses = [];
        foreach (AnswerAttribute answer in route.Method.GetCustomAttributes<AnswerAttribute>())
        {
            JsonObject response = new() { ["description"] = answer.Description };
            if (answer.Headers.Length > 0)
            {
                response["headers"] = new JsonObject(answer.Headers.Select(h => KeyValuePair.Create<string, JsonNode?>(
                    h, new JsonObject { ["description"] = ApiHeaders.MeaningOf(h), ["schema"] = new JsonObject { ["type"] = "string" } })));
            }

            if (answer.MediaTypes.Count > 0)
            {
                response["content"] = new JsonObject(answer.MediaTypes.Select(m => KeyValuePair.Create<string, JsonNode?>(
                    m, answer.Body is null ? [] : new JsonObject { ["schema"] = schemas.Reference(answer.Body) })));
            }

            responses[answer.Status.ToString(CultureInfo.InvariantCulture)] = response;
        }

        foreach (IGrouping<int, ErrorEntry> errors in Errors(route).GroupBy(e => e.Status).OrderBy(g => g.Key))
        {
            responses.TryAdd(errors.Key.ToString(CultureInfo.InvariantCulture), Failure([.. errors]));
        }

        return responses;
    }

    // What any route may answer: the host looks at keys and origins, and services may be away.
    private static IEnumerable<ErrorEntry> Errors(ApiRoute route)
    {
        string[] always = route.Level == AuthorizationLevel.Anonymous
            ? [ErrorCodes.HostNotLoopback, ErrorCodes.OriginNotLoopback]
            : [ErrorCodes.HostNotLoopback, ErrorCodes.OriginNotLoopback, ErrorCodes.KeyRequired, ErrorCodes.NotReady];
        string[] changing = route.Verb == "GET" ? [] : [ErrorCodes.ContentTypeNotJson];
        IEnumerable<string> own = route.Method.GetCustomAttribute<FailsAttribute>()?.Codes ?? [];
        return own.Concat(always).Concat(changing).Distinct().Select(ErrorCatalogue.Find);
    }

    private JsonObject Failure(IReadOnlyList<ErrorEntry> errors) => new()
    {
        ["description"] = string.Join(" ", errors.Select(e => $"{e.Code}: {e.Title}")),
        ["content"] = new JsonObject
        {
            [Problem.MediaType] = new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["allOf"] = new JsonArray(schemas.Reference(typeof(Problem))),
                    ["properties"] = new JsonObject { ["code"] = new JsonObject { ["enum"] = new JsonArray([.. errors.Select(e => JsonValue.Create(e.Code))]) } },
                },
            },
        },
    };
}
