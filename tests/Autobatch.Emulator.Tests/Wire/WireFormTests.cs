using System.Globalization;
using System.Net;
using System.Text;
using Autobatch.Emulator.Tests.ResourceManager;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Forms of requests and answers that hold for every operation: sizes, versions, links, ids, dates.</summary>
public sealed class WireFormTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>, IDisposable
{
    private readonly EmulatorClient _client = emulator.Client;
    private readonly ResourceManagerClient _https = new(emulator.Host);

    public void Dispose() => _https.Dispose();

    [Theory]
    [InlineData("/jobs?api-version=2025-06-01", 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(ResourceManagerClient.Account + "/pools/p?api-version=2025-06-01", 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/_emulator/faults", 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/" + WellKnown.TenantId + "/oauth2/v2.0/token", 1, HttpStatusCode.BadRequest)]
    [InlineData("/jobs?api-version=2025-06-01", 0, HttpStatusCode.BadRequest)]
    public async Task A_body_of_unknown_length_is_measured_as_it_comes(string path, int over, HttpStatusCode status)
    {
        var isToken = path.EndsWith("/token", StringComparison.Ordinal);
        var isArm = path.StartsWith("/subscriptions", StringComparison.Ordinal);
        var request = new HttpRequestMessage(isArm ? HttpMethod.Put : HttpMethod.Post, new Uri(emulator.Host.HttpAddress, path))
        {
            Content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes((isToken ? "a=" : "") + new string('x', (1024 * 1024) + over)))),
        };
        request.Content.Headers.ContentType = new(isToken ? "application/x-www-form-urlencoded" : "application/json");
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);

        var answer = (await _client.SendRaw(request)).Expect(status);

        Assert.Contains(status == HttpStatusCode.RequestEntityTooLarge ? "RequestBodyTooLarge" : isToken ? "invalid_request" : "InvalidRequestBody", answer.Text, StringComparison.Ordinal);
        (await _client.Get("/jobs")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("2018-12-31", false)]
    [InlineData("2022-01-01.15.0", true)]
    [InlineData("2022-10-01.16.0", true)]
    [InlineData("2023-05-01.17.0", true)]
    [InlineData("2024-02-01.19.0", true)]
    [InlineData("2024-07-01.20.0", true)]
    [InlineData("2025-06-01", true)]
    [InlineData("2031-01-01-preview", true)]
    [InlineData("2025-06-01;x", false)]
    public async Task Any_version_from_2022_on_is_taken_on_both_planes(string version, bool taken)
    {
        var data = await _client.Get($"/jobs?api-version={version}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, $"{ResourceManagerClient.Account}?api-version={version}"));
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);
        var arm = await _client.SendRaw(request);

        Assert.Equal((taken, taken), (data.Status == HttpStatusCode.OK, arm.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task Links_of_the_https_door_are_https()
    {
        var (first, second) = (await _client.Job("nowhere"), await _client.Job("nowhere"));

        var page = (await _https.Send(HttpMethod.Get, $"/jobs?maxresults=1&$filter=id eq '{first}' or id eq '{second}'")).Expect(HttpStatusCode.OK);

        var next = new Uri(page.Json.Text("odata.nextLink"));
        Assert.Equal($"https://localhost:{emulator.Host.HttpsAddress.Port}", next.GetLeftPart(UriPartial.Authority));
        var rest = (await _https.Send(HttpMethod.Get, next.PathAndQuery)).Expect(HttpStatusCode.OK);
        Assert.Equal(new[] { first, second }.Order(StringComparer.OrdinalIgnoreCase), page.Ids.Concat(rest.Ids));
        Assert.StartsWith(next.GetLeftPart(UriPartial.Authority), rest.Json.GetProperty("value")[0].Text("url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_found_in_any_case_kept_as_they_were_given_and_given_once()
    {
        var id = $"MiXed-{EmulatorFixture.UniqueId("x")}";
        var bodies = new (string Collection, string Body)[]
        {
            ("/pools", """{"id":"ID","vmSize":"a"}"""),
            ("/jobs", """{"id":"ID","poolInfo":{"poolId":"nowhere"}}"""),
            ($"/jobs/{id}/tasks", """{"id":"ID","commandLine":"/bin/true"}"""),
            ("/jobschedules", """{"id":"ID2","schedule":{"doNotRunUntil":"2100-01-01T00:00:00Z"},"jobSpecification":{"poolInfo":{"poolId":"nowhere"}}}"""),
        };
        foreach (var (collection, body) in bodies)
        {
            (await _client.Post(collection, body.Replace("ID", id, StringComparison.Ordinal))).Expect(HttpStatusCode.Created);
            var mine = body.Contains("ID2", StringComparison.Ordinal) ? id + "2" : id;

            (await _client.Post(collection, body.Replace("ID", id.ToUpperInvariant(), StringComparison.Ordinal))).Expect(HttpStatusCode.Conflict);
            var read = (await _client.Get($"{collection}/{mine.ToLowerInvariant()}")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal(mine, read.Id());
            Assert.EndsWith($"/{mine}", read.Text("url"), StringComparison.Ordinal);
            Assert.Contains(mine, (await _client.Get($"{collection}?$select=id&$filter=startswith(id,'MiXed-')")).Ids);
        }
    }

    [Theory]
    [InlineData("true", "abc", true)]
    [InlineData("True", "abc", true)]
    [InlineData("false", "abc", false)]
    [InlineData(null, "abc", false)]
    [InlineData("true", null, false)]
    public async Task A_clients_own_request_id_comes_back_when_it_is_asked_for(string? wish, string? id, bool returned)
    {
        (string, string)[] headers = [.. new[] { ("return-client-request-id", wish), ("client-request-id", id) }.Where(header => header.Item2 is not null).Select(header => (header.Item1, header.Item2!))];

        var answer = (await _client.Send(HttpMethod.Get, "/jobs", null, headers)).Expect(HttpStatusCode.OK);

        Assert.Equal(returned ? "abc" : null, answer.Headers.GetValueOrDefault("client-request-id"));
    }

    [Theory]
    [InlineData(-14, HttpStatusCode.OK)]
    [InlineData(14, HttpStatusCode.OK)]
    [InlineData(-16, HttpStatusCode.Forbidden)]
    [InlineData(16, HttpStatusCode.Forbidden)]
    public async Task A_clients_clock_may_be_fifteen_minutes_off(int minutes, HttpStatusCode status)
    {
        var date = TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToString("r", CultureInfo.InvariantCulture);

        (await _client.Send(HttpMethod.Get, "/jobs", null, ("ocp-date", date))).Expect(status);
    }

    [Fact]
    public async Task Resource_manager_refuses_who_says_nothing_with_a_challenge()
    {
        var answer = (await _client.SendRaw(new(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, $"{ResourceManagerClient.Account}?api-version=2025-06-01")))).Expect(HttpStatusCode.Unauthorized);

        Assert.Equal(
            "Bearer authorization_uri=\"https://login.windows.net/00000000-0000-0000-0000-000000000001\", resource_id=\"https://management.core.windows.net/\"",
            answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("bytes=0-", "hello world")]
    [InlineData("bytes=6-", "world")]
    [InlineData("bytes=-5", "world")]
    [InlineData("bytes=2-3", "ll")]
    [InlineData("bytes=6-99", "world")]
    public async Task A_range_of_a_file_is_given_as_the_service_takes_it(string range, string part)
    {
        var job = await _client.Job(await _client.Pool());
        await _client.Task(job, "t", "/usr/bin/printf 'hello world'");
        await _client.TaskIs(job, "t", "completed");

        var answer = (await _client.Send(HttpMethod.Get, $"/jobs/{job}/tasks/t/files/stdout.txt", null, ("ocp-range", range))).Expect(HttpStatusCode.OK);

        Assert.Equal((part, $"{part.Length}"), (answer.Text, answer.Headers["Content-Length"]));
    }
}
