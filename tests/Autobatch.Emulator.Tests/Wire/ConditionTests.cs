using System.Globalization;
using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>If-Match and its relatives on every operation that has them in the service's description.</summary>
public sealed class ConditionTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    public static TheoryData<string, string, string?> Operations => new()
    {
        { "GET", "/pools/{0}", null },
        { "HEAD", "/pools/{0}", null },
        { "DELETE", "/pools/{0}", null },
        { "PATCH", "/pools/{0}", "{}" },
        { "POST", "/pools/{0}/enableautoscale", """{"autoScaleFormula":"$TargetDedicatedNodes=0;"}""" },
        { "POST", "/pools/{0}/resize", """{"targetDedicatedNodes":0}""" },
        { "POST", "/pools/{0}/stopresize", null },
        { "POST", "/pools/{0}/removenodes", """{"nodeList":["n"]}""" },
        { "GET", "/jobs/{1}", null },
        { "DELETE", "/jobs/{1}", null },
        { "PATCH", "/jobs/{1}", "{}" },
        { "PUT", "/jobs/{1}", """{"poolInfo":{"poolId":"nowhere"}}""" },
        { "POST", "/jobs/{1}/disable", """{"disableTasks":"requeue"}""" },
        { "POST", "/jobs/{1}/enable", null },
        { "POST", "/jobs/{1}/terminate", null },
        { "GET", "/jobschedules/{2}", null },
        { "HEAD", "/jobschedules/{2}", null },
        { "DELETE", "/jobschedules/{2}", null },
        { "PATCH", "/jobschedules/{2}", "{}" },
        { "PUT", "/jobschedules/{2}", """{"schedule":{"doNotRunUntil":"2100-01-01T00:00:00Z"},"jobSpecification":{"poolInfo":{"poolId":"nowhere"}}}""" },
        { "POST", "/jobschedules/{2}/disable", null },
        { "POST", "/jobschedules/{2}/enable", null },
        { "POST", "/jobschedules/{2}/terminate", null },
        { "GET", "/jobs/{1}/tasks/t", null },
        { "DELETE", "/jobs/{1}/tasks/t", null },
        { "PUT", "/jobs/{1}/tasks/t", "{}" },
        { "POST", "/jobs/{1}/tasks/t/terminate", null },
        { "POST", "/jobs/{1}/tasks/t/reactivate", null },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_condition_that_is_not_met_ends_the_operation_and_one_that_is_met_does_not(string method, string route, string? body)
    {
        var (path, resource) = await MakeAsync(route);
        var before = (await _client.Get(resource)).Expect(HttpStatusCode.OK);
        var (etag, modified) = (before.Headers["ETag"], DateTimeOffset.Parse(before.Headers["Last-Modified"], CultureInfo.InvariantCulture));
        var isRead = method is "GET" or "HEAD";
        Task<Answer> With(string header, string value) => _client.Send(new(method), path, body, (header, value));

        foreach (var (header, value) in new[] { ("If-Match", "\"0x0\""), ("If-None-Match", etag), ("If-None-Match", "*"), ("If-Modified-Since", Http(modified)), ("If-Unmodified-Since", Http(modified.AddSeconds(-1))) })
        {
            var answer = await With(header, value);
            var isNew = isRead && header is ("If-None-Match" or "If-Modified-Since");
            Assert.Equal((header, isNew ? HttpStatusCode.NotModified : HttpStatusCode.PreconditionFailed), (header, answer.Status));
            Assert.Equal(isNew || method == "HEAD" ? "" : "ConditionNotMet", answer.Text.Length == 0 ? "" : answer.Code);
        }

        Assert.Equal(before.Text, (await _client.Get(resource)).Text);
        foreach (var (header, value) in new[] { ("If-None-Match", "\"0x0\""), ("If-Modified-Since", Http(modified.AddSeconds(-1))), ("If-Unmodified-Since", Http(modified)), ("If-Match", etag) }.Where(_ => isRead).DefaultIfEmpty(("If-Match", etag)))
        {
            Assert.DoesNotContain((await With(header, value)).Status, (HttpStatusCode[])[HttpStatusCode.NotModified, HttpStatusCode.PreconditionFailed]);
        }
    }

    [Theory]
    [InlineData("/jobs/{0}/tasks/t/files/stdout.txt")]
    [InlineData("/pools/{1}/nodes/{2}/files/workitems%2F{0}%2Fjob-1%2Ft%2Fstdout.txt")]
    public async Task Files_have_the_conditions_on_time(string route)
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool);
        await _client.Task(job, "t", "/bin/echo hello");
        var node = (await _client.TaskIs(job, "t", "completed")).GetProperty("nodeInfo").Text("nodeId");
        var path = string.Format(CultureInfo.InvariantCulture, route, job, pool, node);
        var modified = DateTimeOffset.Parse((await _client.Get(path)).Expect(HttpStatusCode.OK).Headers["Last-Modified"], CultureInfo.InvariantCulture);

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            (await _client.Send(method, path, null, ("If-Modified-Since", Http(modified)))).Expect(HttpStatusCode.NotModified);
            (await _client.Send(method, path, null, ("If-Modified-Since", Http(modified.AddSeconds(-1))))).Expect(HttpStatusCode.OK);
            (await _client.Send(method, path, null, ("If-Unmodified-Since", Http(modified)))).Expect(HttpStatusCode.OK);
            (await _client.Send(method, path, null, ("If-Unmodified-Since", Http(modified.AddSeconds(-1))))).Expect(HttpStatusCode.PreconditionFailed);
        }
    }

    private static string Http(DateTimeOffset time) => time.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>A pool, a job with a task and a job schedule of the test's own; gives the path and that of the resource that the conditions are about.</summary>
    private async Task<(string Path, string Resource)> MakeAsync(string route)
    {
        var pool = route.Contains("{0}", StringComparison.Ordinal) ? await _client.Pool(nodes: 0) : "";
        var job = await _client.Job("nowhere");
        await _client.Task(job, "t", "/bin/true");
        var schedule = EmulatorFixture.UniqueId("schedule");
        (await _client.Post("/jobschedules", $$"""{"id":"{{schedule}}","schedule":{"doNotRunUntil":"2100-01-01T00:00:00Z"},"jobSpecification":{"poolInfo":{"poolId":"nowhere"} } }""")).Expect(HttpStatusCode.Created);
        var path = string.Format(CultureInfo.InvariantCulture, route, pool, job, schedule);
        var segments = path.Split('/');
        return (path, string.Join('/', segments.Take(segments is [_, "jobs", _, "tasks", ..] ? 5 : 3)));
    }
}
