using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Admin;

/// <summary>The host's own routes for tools: <c>/admin/functions</c>, <c>/admin/functions/{name}</c>, <c>/admin/host/status</c>.</summary>
internal sealed class AdminEndpoints(
    FunctionTable functions, FunctionJson json, FunctionKeys keys, HostIdentity identity, LocalFunctionsHost host, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Task ListAsync(HttpContext http) =>
        AnswerAsync(http, () => new JsonArray([.. functions.All.Select(f => json.Describe(f, host.Address))]));

    public Task GetAsync(HttpContext http) => AnswerAsync(http, () =>
        functions.Find(http.GetRouteValue("name") as string ?? "") is { } function ? json.Describe(function, host.Address) : null);

    public Task StatusAsync(HttpContext http) => AnswerAsync(http, () => new JsonObject
    {
        ["id"] = identity.Id,
        ["state"] = "Running",
        ["version"] = typeof(AdminEndpoints).Assembly.GetName().Version?.ToString(),
        ["processUptime"] = (long)(time.GetUtcNow() - _started).TotalMilliseconds,
    });

    private async Task AnswerAsync(HttpContext http, Func<JsonNode?> describe)
    {
        if (!keys.Allows(http.Request, AuthorizationLevel.System, null))
        {
            await Problem.WriteAsync(http, 401, "KeyRequired", "Send the master key or the system key in the header x-functions-key.");
            return;
        }

        if (describe() is not { } answer)
        {
            await Problem.WriteAsync(http, 404, "FunctionNotFound", "No function has this name. GET /admin/functions lists them all.");
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }
}
