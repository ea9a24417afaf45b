using System.Net;
using System.Text;
using Autobatch.Functions.Audit;
using Autobatch.Functions.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Functions.Tests.Audit;

public sealed class LeftPoolsTests
{
    private const string Us = "us";

    private static readonly string[] s_jobs =
    [
        Job("left", Us, "left", """{ "autoPoolSpecification": { "poolLifetimeOption": "job", "keepAlive": false } }"""),
        Job("left-too", Us, "left", """{ "autoPoolSpecification": { "poolLifetimeOption": "Job" } }"""),
        Job("kept", Us, "kept", """{ "autoPoolSpecification": { "poolLifetimeOption": "job", "keepAlive": true } }"""),
        Job("schedule", Us, "schedule", """{ "autoPoolSpecification": { "poolLifetimeOption": "jobschedule" } }"""),
        Job("fixed", Us, "fixed", """{ "poolId": "fixed" }"""),
        Job("foreign", "another", "foreign", """{ "autoPoolSpecification": { "poolLifetimeOption": "job" } }"""),
        Job("going", Us, "going", """{ "autoPoolSpecification": { "poolLifetimeOption": "job" } }"""),
        Job("gone", Us, "gone", """{ "autoPoolSpecification": { "poolLifetimeOption": "job" } }"""),
        Job("raced", Us, "raced", """{ "autoPoolSpecification": { "poolLifetimeOption": "job" } }"""),
        Job("after", Us, "after", """{ "autoPoolSpecification": { "poolLifetimeOption": "job" } }"""),
    ];

    [Fact]
    public async Task Auto_pools_of_our_ended_jobs_go_once_and_no_other_pool_does()
    {
        string filter = "";
        using BatchRequests batch = new(request =>
        {
            string path = request.RequestUri!.AbsolutePath;
            filter = path == "/jobs" ? Uri.UnescapeDataString(request.RequestUri.Query) : filter;
            return (request.Method.Method, path) switch
            {
                ("GET", "/jobs") => Json(HttpStatusCode.OK, $$"""{ "value": [ {{string.Join(',', s_jobs)}} ] }"""),
                ("GET", "/pools/gone") => Json(HttpStatusCode.NotFound, """{ "code": "PoolNotFound", "message": { "lang": "en-US", "value": "gone" } }"""),
                ("GET", _) => Json(HttpStatusCode.OK, $$"""{ "id": "{{path.Split('/')[^1]}}", "state": "{{(path.EndsWith("/going", StringComparison.Ordinal) ? "deleting" : "active")}}" }"""),
                ("DELETE", "/pools/raced") => Json(HttpStatusCode.Conflict, """{ "code": "PoolBeingDeleted", "message": { "lang": "en-US", "value": "going" } }"""),
                _ => new HttpResponseMessage(HttpStatusCode.Accepted),
            };
        });
        LeftPools pools = new(new AppIdentity(Us), TimeProvider.System, NullLogger<LeftPools>.Instance);

        await pools.DeleteAsync(batch.Account(new Uri("https://batch"), "a", RunningApp.Key), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["DELETE /pools/left", "DELETE /pools/raced", "DELETE /pools/after"], batch.Seen.Where(r => r.StartsWith("DELETE", StringComparison.Ordinal)));
        Assert.Single(batch.Seen, "GET /jobs");
        Assert.Single(batch.Seen, "GET /pools/left");
        Assert.Contains("state eq 'completed' and stateTransitionTime lt ", filter, StringComparison.Ordinal);
    }

    private static string Job(string id, string app, string poolId, string poolInfo) => $$"""
        { "id": "{{id}}", "state": "completed", "poolInfo": {{poolInfo}}, "executionInfo": { "startTime": "2026-11-23T12:00:00Z", "poolId": "{{poolId}}" },
          "metadata": [ { "name": "{{Autobatch.Runs.Ids.AppMetadataName}}", "value": "{{app}}" } ] }
        """;

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
