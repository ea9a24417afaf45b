using System.Text.Json;

namespace Autobatch.Testing.Contract;

/// <summary>Judges exchanges with the emulator by the service's own description, so that every test that talks to it is a test of its shapes too.</summary>
public static class ServiceContract
{
    private const string Version = "2025-06-01";

    /// <summary>The version by which the function app unlinks storage; what it sends is the same in both.</summary>
    private const string Unlinking = "2024-07-01";

    /// <summary>What is wrong with the exchange; empty when nothing is.</summary>
    public static IReadOnlyList<string> FaultsOf(Exchange exchange)
    {
        List<string> faults = [];
        string[] path = Segments(exchange);
        if (IsDescribed(path))
        {
            bool arm = path[0].ToUpperInvariant() is "SUBSCRIPTIONS" or "PROVIDERS";
            Judge(exchange, arm, path, fault => faults.Add($"{exchange.Method} {exchange.Path} answered {exchange.Status}: {fault}"));
        }
        return faults;
    }

    /// <summary>Whether it is one of the service's, and not of the emulator's own.</summary>
    internal static bool IsDescribed(Exchange exchange) => IsDescribed(Segments(exchange));

    private static string[] Segments(Exchange exchange) => [.. exchange.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>Operations of the emulator's own, of its tokens and of storage accounts have no description here; a path with a zero in it never gets past the server.</summary>
    private static bool IsDescribed(string[] path) =>
        path is [{ } first, ..]
        && first is not ("_emulator" or "adfs" or "tenants")
        && !Guid.TryParse(first, out _)
        && !path.Any(segment => segment.Contains('\0', StringComparison.Ordinal) || IsOlder(segment))
        && (first.ToUpperInvariant() is not ("SUBSCRIPTIONS" or "PROVIDERS") || path.Contains("Microsoft.Batch", StringComparer.OrdinalIgnoreCase));

    /// <summary>Operations of older versions alone: certificates, lifetime statistics, remote desktop files.</summary>
    private static bool IsOlder(string segment) => segment.StartsWith("certificates", StringComparison.Ordinal) || segment is "lifetimejobstats" or "lifetimepoolstats" or "rdp";

    private static void Judge(Exchange exchange, bool arm, string[] path, Action<string> report)
    {
        if (!exchange.Headers.ContainsKey(arm ? "x-ms-request-id" : "request-id"))
        {
            report("no request id");
        }
        if (exchange.Status >= 400)
        {
            Error(exchange, arm, report);
            return;
        }

        ServicePlane plane = arm ? ServiceTable.ResourceManager : ServiceTable.DataPlane;
        ServiceOperation? operation = Find(plane, exchange.Method, path) ?? (arm ? null : Find(plane, exchange.Method, path[1..]));
        if (operation is null)
        {
            // The results of long operations are ours: clients follow their URL and know nothing of its form.
            if (!arm)
            {
                report("the service has no such operation");
            }
            return;
        }
        if (exchange.Status != 304)
        {
            Success(exchange, plane, operation, arm, report);
        }
    }

    private static ServiceOperation? Find(ServicePlane plane, string method, string[] path) =>
        path.Length == 0 ? null : plane.Operations.FirstOrDefault(operation => operation.Matches(method, path));

    private static void Error(Exchange exchange, bool arm, Action<string> report)
    {
        if (exchange.Method == "HEAD")
        {
            if (exchange.Body.Length > 0)
            {
                report("a HEAD has a body");
            }
            return;
        }
        if (Parse(exchange.Body, report) is not { } body)
        {
            return;
        }
        if (!arm)
        {
            new ShapeCheck(ServiceTable.DataPlane, false, report).Model(body, "BatchError", "error");
            bool named = body.TryGetProperty("code", out _) && body.TryGetProperty("message", out JsonElement message) && message.TryGetProperty("value", out _);
            if (!named)
            {
                report("the error has no code or no message");
            }
        }
        else if (!body.TryGetProperty("error", out JsonElement error) || !error.TryGetProperty("code", out _) || !error.TryGetProperty("message", out _))
        {
            report("the error has no code or no message");
        }
    }

    private static void Success(Exchange exchange, ServicePlane plane, ServiceOperation operation, bool arm, Action<string> report)
    {
        if (!operation.Success.Contains(exchange.Status))
        {
            report($"the service answers {string.Join(" or ", operation.Success)}");
        }
        if (operation.Request is { } request && exchange.RequestBody is { Length: > 0 } sent && exchange.QueryValue("api-version") is Version or Unlinking && Parse(sent, report) is { } body)
        {
            new ShapeCheck(plane, true, fault => report("sent " + fault)).Model(body, request, request);
        }

        switch (operation.Response)
        {
            case "?":
                break;
            case "-":
                if (exchange.Body.Length > 0)
                {
                    report("the service's answer has no body");
                }
                break;
            case "file":
                string[] missing = [.. new[] { "ocp-batch-file-url", "ocp-batch-file-isdirectory", "ocp-creation-time", "Last-Modified", "Content-Length" }.Where(name => !exchange.Headers.ContainsKey(name))];
                if (missing.Length > 0)
                {
                    report($"no {string.Join(", ", missing)}");
                }
                break;
            default:
                if (exchange.Status is not (202 or 204) && Parse(exchange.Body, report) is { } answer)
                {
                    Answer(answer, exchange, plane, operation.Response, arm, report);
                }
                break;
        }
    }

    private static void Answer(JsonElement answer, Exchange exchange, ServicePlane plane, string response, bool arm, Action<string> report)
    {
        ShapeCheck shape = new(plane, false, report);
        string[] names = [.. (exchange.QueryValue("$select") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split('/')[0])];
        string[]? selected = arm || names.Length == 0 || names.Contains("*") ? null : names;
        if (!response.EndsWith("[]", StringComparison.Ordinal))
        {
            shape.Model(answer, response, response, selected);
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("eTag", out JsonElement tag) && (!exchange.Headers.TryGetValue("ETag", out string? header) || header != tag.GetString()))
            {
                report($"the header ETag is not {tag.GetString()}");
            }
            return;
        }
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("value", out JsonElement values) || values.ValueKind != JsonValueKind.Array)
        {
            report("the list has no value");
            return;
        }
        int index = 0;
        foreach (JsonElement item in values.EnumerateArray())
        {
            shape.Model(item, response[..^2], $"value[{index++}]", selected);
        }
        string link = arm ? "nextLink" : "odata.nextLink";
        foreach (JsonProperty other in answer.EnumerateObject().Where(property => property.Name != "value" && property.Name != link && property.Name != "odata.metadata"))
        {
            report($"a list has no {other.Name}");
        }
        if (answer.TryGetProperty(link, out JsonElement next) && next.GetString()?.StartsWith("http", StringComparison.Ordinal) != true)
        {
            report($"{link} is not absolute");
        }
    }

    private static JsonElement? Parse(string text, Action<string> report)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            report($"no JSON: {e.Message}");
            return null;
        }
    }
}
