using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Autobatch.Functions.Tests.Api.Contract;

/// <summary>
/// Judges live answers by the OpenAPI document. It is stricter than the document on one point: a property that is not described is a fault.
/// </summary>
internal sealed class ApiContract(JsonObject document)
{
    private const string Components = "#/components/schemas/";
    private readonly JsonObject _definitions = Closed(document["components"]!["schemas"]!.AsObject());

    /// <summary>What is wrong with an answer; null when it is as described.</summary>
    public async Task<string?> JudgeAsync(string path, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string verb = answer.RequestMessage!.Method.Method.ToLowerInvariant();
        string status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (document["paths"]?[path]?[verb]?["responses"] is not JsonObject responses)
        {
            return "the document has no such operation";
        }

        if (responses[status] is not JsonObject response)
        {
            return $"status {status} is not described";
        }

        string[] missing = [.. (response["headers"]?.AsObject() ?? []).Select(h => h.Key)
            .Except(answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Select(h => h.Key), StringComparer.OrdinalIgnoreCase)];
        if (missing.Length > 0)
        {
            return $"status {status} lacks the header {missing[0]}";
        }

        string? mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (response["content"] is not JsonObject content)
        {
            return mediaType is null ? null : $"status {status} is described without a body, and has {mediaType}";
        }

        if (mediaType is null || content[mediaType] is not JsonObject described)
        {
            return $"status {status} has {mediaType ?? "no body"}, not {string.Join(" or ", content.Select(c => c.Key))}";
        }

        return mediaType.EndsWith("json", StringComparison.Ordinal) && described["schema"] is { } schema
            ? Validate(schema, await answer.Content.ReadAsStringAsync(cancellationToken))
            : null;
    }

    private string? Validate(JsonNode schema, string body)
    {
        JsonObject whole = Local(schema).AsObject();
        whole["$defs"] = _definitions.DeepClone();
        EvaluationResults results = JsonSchema.FromText(whole.ToJsonString())
            .Evaluate(JsonSerializer.Deserialize<JsonElement>(body), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? null
            : string.Join("; ", (results.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))) + $" in {body}";
    }

    private static JsonObject Closed(JsonObject schemas)
    {
        JsonObject closed = Local(schemas).AsObject();
        foreach (JsonObject schema in closed.Select(s => s.Value!.AsObject()).Where(s => s.ContainsKey("properties")))
        {
            schema["additionalProperties"] = false;
        }

        return closed;
    }

    private static JsonNode Local(JsonNode schema) => JsonNode.Parse(schema.ToJsonString().Replace(Components, "#/$defs/", StringComparison.Ordinal))!;
}
