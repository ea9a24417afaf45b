using System.Net;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Api.Contract;

/// <summary>Calls of every route, in the forms in which it succeeds and in those in which it fails.</summary>
internal static class ApiCases
{
    public const string Nobody = "0123456789abcdef0123456789abcdef";

    /// <param name="app">The app, where one run has ended, one was rejected and one still runs.</param>
    /// <param name="ended">The run that has ended; it has outputs.</param>
    /// <param name="running">A run under way.</param>
    /// <param name="cancelled">A run that may be cancelled.</param>
    /// <param name="rejected">What never became a run.</param>
    public static async Task<IReadOnlyList<ApiCase>> AllAsync(RunningApp app, string ended, string running, string cancelled, string rejected)
    {
        const string run = "/api/runs/{id}";
        const string tasks = "/api/runs/{id}/tasks";
        const string file = "/api/runs/{id}/tasks/{taskId}/files/{path}";
        const string outputs = "/api/runs/{id}/outputs";
        const string output = "/api/runs/{id}/outputs/file";
        const string events = "/api/runs/{id}/events";
        const string cancel = "/api/runs/{id}/cancel";
        const string rerun = "/api/runs/{id}/rerun";
        const string link = "/api/accounts/{name}/autostorage";
        const string syncKeys = "/api/accounts/{name}/autostorage/sync-keys";
        const string operation = "/api/accounts/{name}/operations/{id}";
        using StringContent account = new("""{"location":"local1"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage begun = await app.Http.PutAsync("api/accounts/contract1", account);
        string made = begun.Headers.Location!.ToString();
        await Wait.UntilAsync(async () => (await app.GetAsync(made.TrimStart('/'))).GetProperty("status").GetString() == "Succeeded", "the account is made");
        using HttpResponseMessage seen = await app.Http.GetAsync($"api/runs/{ended}");
        string etag = seen.Headers.ETag!.ToString();
        await using EventReader stream = await EventReader.OpenAsync(app, ended);
        string lastEvent = (await stream.NextAsync())!.Value.Id;
        JsonElement list = await app.GetAsync($"api/runs/{ended}/outputs");
        string outputLink = list.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("link").GetString()!).Single(l => l.EndsWith("stdout.txt", StringComparison.Ordinal));
        return
        [
            new("GET", "/api/accounts", HttpStatusCode.OK),
            new("GET", "/api/accounts/{name}/doctor", HttpStatusCode.OK, "/api/accounts/devbatchaccount1/doctor"),
            new("GET", "/api/accounts/{name}/doctor", HttpStatusCode.NotFound, "/api/accounts/none/doctor"),
            new("PUT", "/api/accounts/{name}", HttpStatusCode.Accepted, "/api/accounts/contract1", Body: """{"location":"local1"}"""),
            new("PUT", "/api/accounts/{name}", HttpStatusCode.Conflict, "/api/accounts/contract1", Body: """{"location":"local2"}"""),
            new("PUT", "/api/accounts/{name}", HttpStatusCode.BadRequest, "/api/accounts/devbatchaccount1", Body: "{}"),
            new("PUT", link, HttpStatusCode.Accepted, "/api/accounts/contract1/autostorage", Body: Link("devstoreaccount1")),
            new("PUT", link, HttpStatusCode.BadRequest, "/api/accounts/contract1/autostorage"),
            new("PUT", link, HttpStatusCode.PreconditionFailed, "/api/accounts/contract1/autostorage", ("If-Match", "\"old\""), Link("devstoreaccount1")),
            new("DELETE", link, HttpStatusCode.Accepted, "/api/accounts/contract1/autostorage?force=true"),
            new("DELETE", link, HttpStatusCode.Conflict, "/api/accounts/devbatchaccount1/autostorage"),
            new("DELETE", link, HttpStatusCode.NotFound, "/api/accounts/none/autostorage"),
            new("POST", syncKeys, HttpStatusCode.Accepted, "/api/accounts/devbatchaccount1/autostorage/sync-keys"),
            new("POST", syncKeys, HttpStatusCode.NotFound, "/api/accounts/none/autostorage/sync-keys"),
            new("GET", operation, HttpStatusCode.OK, made),
            new("GET", operation, HttpStatusCode.NotFound, $"/api/accounts/devbatchaccount1/operations/{Nobody}"),
            new("POST", "/api/accounts/{name}/drain", HttpStatusCode.NotFound, "/api/accounts/none/drain"),
            new("POST", "/api/accounts/{name}/drain", HttpStatusCode.PreconditionFailed, $"/api/accounts/{RunningApp.Account}/drain", ("If-Match", "\"old\"")),
            new("POST", "/api/accounts/{name}/drain", HttpStatusCode.OK, $"/api/accounts/{RunningApp.Account}/drain"),
            new("POST", "/api/accounts/{name}/undrain", HttpStatusCode.OK, $"/api/accounts/{RunningApp.Account}/undrain"),
            new("POST", "/api/accounts/{name}/undrain", HttpStatusCode.NotFound, "/api/accounts/none/undrain"),
            new("POST", "/api/explain", HttpStatusCode.OK, Body: TestManifests.Commands("contract", "/bin/true")),
            new("POST", "/api/explain", HttpStatusCode.OK, Body: "{}"),
            new("POST", "/api/explain", HttpStatusCode.BadRequest, "/api/explain?blobName="),
            new("GET", "/api/audit", HttpStatusCode.OK),
            new("GET", "/api/dead-letters", HttpStatusCode.OK),
            new("GET", "/api/dead-letters", HttpStatusCode.OK, "/api/dead-letters?container=none&storage=stwest&top=1"),
            new("GET", "/api/dead-letters", HttpStatusCode.BadRequest, "/api/dead-letters?workload=a&container=b"),
            new("POST", "/api/dead-letters/replay", HttpStatusCode.OK, "/api/dead-letters/replay?workload=none", Body: "{}"),
            new("POST", "/api/dead-letters/replay", HttpStatusCode.BadRequest, "/api/dead-letters/replay?id=none", Body: "{}"),
            new("POST", "/api/dead-letters/replay", HttpStatusCode.NotFound, $"/api/dead-letters/replay?id={Nobody}", Body: "{}"),
            new("DELETE", "/api/dead-letters", HttpStatusCode.OK, "/api/dead-letters?workload=none"),
            new("DELETE", "/api/dead-letters", HttpStatusCode.BadRequest),
            new("DELETE", "/api/dead-letters", HttpStatusCode.NotFound, $"/api/dead-letters?id={Nobody}"),
            new("GET", "/api/health", HttpStatusCode.OK),
            new("GET", "/api/openapi.json", HttpStatusCode.OK),
            new("GET", "/api/packages", HttpStatusCode.OK),
            new("GET", "/api/packages/{application}", HttpStatusCode.OK, "/api/packages/contract"),
            new("GET", "/api/packages/{application}", HttpStatusCode.NotFound, "/api/packages/none"),
            new("GET", "/api/packages/{application}", HttpStatusCode.NotFound, "/api/packages/no%20name"),
            new("GET", "/api/pools", HttpStatusCode.OK),
            new("GET", "/api/pools", HttpStatusCode.OK, "/api/pools?nodes=true"),
            new("GET", "/api/pools", HttpStatusCode.BadRequest, "/api/pools?nodes=perhaps"),
            new("GET", "/api/runs", HttpStatusCode.OK),
            new("GET", "/api/runs", HttpStatusCode.OK, "/api/runs?status=completed&top=1&workload=none"),
            new("GET", "/api/runs", HttpStatusCode.OK, "/api/runs?account=devbatchaccount1&createdAfter=2026-01-31T12:00:00Z"),
            new("GET", "/api/runs", HttpStatusCode.BadRequest, "/api/runs?top=none"),
            new("GET", "/api/runs", HttpStatusCode.BadRequest, "/api/runs?createdAfter=yesterday"),
            new("POST", "/api/runs", HttpStatusCode.Accepted, Body: TestManifests.Commands("contract", "/bin/true")),
            new("POST", "/api/runs", HttpStatusCode.BadRequest, Body: "{}"),
            new("POST", "/api/runs", HttpStatusCode.BadRequest, Header: ("Idempotency-Key", new string('k', 300)), Body: "{}"),
            new("GET", run, HttpStatusCode.OK, $"/api/runs/{ended}"),
            new("GET", run, HttpStatusCode.OK, $"/api/runs/{running}"),
            new("GET", run, HttpStatusCode.OK, $"/api/runs/{rejected}"),
            new("GET", run, HttpStatusCode.NotModified, $"/api/runs/{ended}", ("If-None-Match", etag)),
            new("GET", run, HttpStatusCode.NotFound, $"/api/runs/{Nobody}"),
            new("GET", tasks, HttpStatusCode.OK, $"/api/runs/{ended}/tasks"),
            new("GET", tasks, HttpStatusCode.OK, $"/api/runs/{running}/tasks?state=completed&top=1"),
            new("GET", tasks, HttpStatusCode.BadRequest, $"/api/runs/{ended}/tasks?state=asleep"),
            new("GET", tasks, HttpStatusCode.NotFound, $"/api/runs/{Nobody}/tasks"),
            new("GET", tasks, HttpStatusCode.OK, $"/api/runs/{ended}/tasks?result=failure"),
            new("GET", tasks, HttpStatusCode.BadRequest, $"/api/runs/{ended}/tasks?result=some"),
            new("GET", "/api/runs/{id}/tasks/{taskId}", HttpStatusCode.OK, $"/api/runs/{ended}/tasks/t0"),
            new("GET", "/api/runs/{id}/tasks/{taskId}", HttpStatusCode.NotFound, $"/api/runs/{ended}/tasks/none"),
            new("GET", "/api/runs/{id}/tasks/{taskId}", HttpStatusCode.NotFound, $"/api/runs/{Nobody}/tasks/t0"),
            new("GET", "/api/runs/{id}/timeline", HttpStatusCode.OK, $"/api/runs/{ended}/timeline"),
            new("GET", "/api/runs/{id}/timeline", HttpStatusCode.OK, $"/api/runs/{running}/timeline"),
            new("GET", "/api/runs/{id}/timeline", HttpStatusCode.NotFound, $"/api/runs/{Nobody}/timeline"),
            new("GET", file, HttpStatusCode.OK, $"/api/runs/{ended}/tasks/t0/files/stdout.txt"),
            new("GET", file, HttpStatusCode.PartialContent, $"/api/runs/{ended}/tasks/t0/files/stdout.txt", ("Range", "bytes=0-1")),
            new("GET", file, HttpStatusCode.RequestedRangeNotSatisfiable, $"/api/runs/{ended}/tasks/t0/files/stdout.txt", ("Range", "bytes=900-")),
            new("GET", file, HttpStatusCode.NotFound, $"/api/runs/{ended}/tasks/t0/files/none.txt"),
            new("GET", file, HttpStatusCode.NotFound, $"/api/runs/{ended}/tasks/none/files/stdout.txt"),
            new("GET", "/api/runs/{id}/result", HttpStatusCode.OK, $"/api/runs/{ended}/result"),
            new("GET", "/api/runs/{id}/result", HttpStatusCode.Conflict, $"/api/runs/{running}/result"),
            new("GET", "/api/runs/{id}/result", HttpStatusCode.NotFound, $"/api/runs/{Nobody}/result"),
            new("GET", outputs, HttpStatusCode.OK, $"/api/runs/{ended}/outputs?top=1"),
            new("GET", outputs, HttpStatusCode.OK, $"/api/runs/{ended}/outputs?zip=true"),
            new("GET", outputs, HttpStatusCode.BadRequest, $"/api/runs/{ended}/outputs?zip=maybe"),
            new("GET", outputs, HttpStatusCode.NotFound, $"/api/runs/{Nobody}/outputs"),
            new("GET", output, HttpStatusCode.OK, outputLink),
            new("GET", output, HttpStatusCode.PartialContent, outputLink, ("Range", "bytes=-2")),
            new("GET", output, HttpStatusCode.RequestedRangeNotSatisfiable, outputLink, ("Range", "bytes=900-")),
            new("GET", output, HttpStatusCode.NotFound, $"/api/runs/{ended}/outputs/file"),
            new("GET", events, HttpStatusCode.OK, $"/api/runs/{ended}/events"),
            new("GET", events, HttpStatusCode.NoContent, $"/api/runs/{ended}/events", ("Last-Event-ID", lastEvent)),
            new("GET", events, HttpStatusCode.NotFound, $"/api/runs/{Nobody}/events"),
            new("POST", cancel, HttpStatusCode.PreconditionFailed, $"/api/runs/{cancelled}/cancel", ("If-Match", "\"old\"")),
            new("POST", cancel, HttpStatusCode.Accepted, $"/api/runs/{cancelled}/cancel"),
            new("POST", cancel, HttpStatusCode.Conflict, $"/api/runs/{ended}/cancel"),
            new("POST", cancel, HttpStatusCode.NotFound, $"/api/runs/{Nobody}/cancel"),
            new("POST", rerun, HttpStatusCode.PreconditionFailed, $"/api/runs/{ended}/rerun", ("If-Match", "\"old\"")),
            new("POST", rerun, HttpStatusCode.Accepted, $"/api/runs/{ended}/rerun"),
            new("POST", rerun, HttpStatusCode.Conflict, $"/api/runs/{ended}/rerun?only=failed"),
            new("POST", rerun, HttpStatusCode.BadRequest, $"/api/runs/{ended}/rerun?only=some"),
            new("POST", rerun, HttpStatusCode.NotFound, $"/api/runs/{Nobody}/rerun"),
            new("GET", "/api/pools/history", HttpStatusCode.OK),
            new("GET", "/api/pools/history", HttpStatusCode.OK, "/api/pools/history?minutes=1440"),
            new("GET", "/api/pools/history", HttpStatusCode.BadRequest, "/api/pools/history?minutes=1441"),
            new("GET", "/api/workloads", HttpStatusCode.OK),
            new("GET", "/api/workloads/{name}", HttpStatusCode.OK, "/api/workloads/contract"),
            new("GET", "/api/workloads/{name}", HttpStatusCode.NotFound, "/api/workloads/none"),
            new("GET", "/api/workloads/{name}", HttpStatusCode.NotFound, "/api/workloads/no%20name"),
            new("POST", "/api/workloads/{name}/pause", HttpStatusCode.OK, "/api/workloads/contract/pause"),
            new("POST", "/api/workloads/{name}/pause", HttpStatusCode.NotFound, "/api/workloads/none/pause"),
            new("POST", "/api/workloads/{name}/resume", HttpStatusCode.OK, "/api/workloads/contract/resume"),
            new("POST", "/api/workloads/{name}/resume", HttpStatusCode.NotFound, "/api/workloads/none/resume"),
            new("POST", "/api/workloads/{name}/replay", HttpStatusCode.OK, "/api/workloads/contract/replay"),
            new("POST", "/api/workloads/{name}/replay", HttpStatusCode.NotFound, $"/api/workloads/contract/replay?run={ended}"),
            new("POST", "/api/workloads/{name}/replay", HttpStatusCode.BadRequest, "/api/workloads/contract/replay?continuationToken=none"),
            new("PUT", "/api/workloads/{name}", HttpStatusCode.OK, "/api/workloads/contract-put", Body: WorkloadSteps.Document(""" "maxFiles": 1 """)),
            new("PUT", "/api/workloads/{name}", HttpStatusCode.OK, "/api/workloads/contract-bad", Body: "{"),
            new("PUT", "/api/workloads/{name}", HttpStatusCode.BadRequest, "/api/workloads/no%20name"),
            new("PUT", "/api/workloads/{name}/files/{path}", HttpStatusCode.Created, "/api/workloads/contract/files/day/1.txt"),
            new("PUT", "/api/workloads/{name}/files/{path}", HttpStatusCode.NotFound, "/api/workloads/none/files/1.txt"),
            new("PUT", "/api/workloads/{name}/files/{path}", HttpStatusCode.BadRequest, $"/api/workloads/contract/files/{new string('n', 901)}"),
            new("GET", "/api/schemas/{name}", HttpStatusCode.OK, "/api/schemas/workload.v1.schema.json"),
            new("GET", "/api/schemas/{name}", HttpStatusCode.OK, "/api/schemas/result.v1.schema.json"),
            new("GET", "/api/schemas/{name}", HttpStatusCode.NotFound, "/api/schemas/none"),
        ];
    }

    private static string Link(string storage) =>
        $$"""{"storageAccountId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/{{storage}}"}""";
}
