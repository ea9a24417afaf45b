using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Autobatch.Emulator.Tests.Wire;

public sealed partial class ProtocolTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task An_error_has_the_services_shape_sentence_and_headers()
    {
        var answer = (await _client.Send(HttpMethod.Get, "/jobs/absent", null, ("client-request-id", "abc"), ("return-client-request-id", "true"))).Expect(HttpStatusCode.NotFound);

        Assert.Equal("JobNotFound", answer.Code);
        Assert.Matches(Message(), answer.Json.GetProperty("message").GetProperty("value").GetString());
        Assert.Equal("application/json;odata=minimalmetadata", answer.Headers["Content-Type"].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("abc", answer.Headers["client-request-id"]);
        Assert.True(Guid.TryParse(answer.Headers["request-id"], out _));
        Assert.Equal("3.0", answer.Headers["DataServiceVersion"]);
    }

    [Theory]
    [InlineData("GET", "/jobs?api-version=", HttpStatusCode.BadRequest, "MissingRequiredQueryParameter")]
    [InlineData("GET", "/jobs?api-version=2017-09-01.6.0", HttpStatusCode.BadRequest, "UnsupportedRequestVersion")]
    [InlineData("GET", "/jobs?api-version=latest", HttpStatusCode.BadRequest, "UnsupportedRequestVersion")]
    [InlineData("GET", "/nothing", HttpStatusCode.BadRequest, "InvalidUri")]
    [InlineData("GET", "/", HttpStatusCode.BadRequest, "InvalidUri")]
    [InlineData("PUT", "/jobs", HttpStatusCode.MethodNotAllowed, "UnsupportedHttpVerb")]
    [InlineData("GET", "/jobs?$expand=tasks", HttpStatusCode.BadRequest, "InvalidQueryParameterValue")]
    [InlineData("GET", "/jobs?maxresults=0", HttpStatusCode.BadRequest, "OutOfRangeQueryParameterValue")]
    [InlineData("GET", "/jobs?maxresults=many", HttpStatusCode.BadRequest, "InvalidQueryParameterValue")]
    [InlineData("GET", "/jobs?$filter=colour%20eq%20'red'", HttpStatusCode.BadRequest, "InvalidQueryParameterValue")]
    [InlineData("GET", "/jobs?api-version=2022-10-01.16.0&timeout=30", HttpStatusCode.OK, null)]
    [InlineData("GET", "/jobs?API-Version=2024-07-01.20.0&timeOut=30&api-version=2024-07-01.20.0", HttpStatusCode.OK, null)]
    public async Task Requests_are_judged_as_the_service_does(string method, string path, HttpStatusCode status, string? code)
    {
        var answer = (await _client.Send(new(method), path)).Expect(status);

        Assert.Equal(code, code is null ? null : answer.Code);
    }

    [Fact]
    public async Task A_request_without_authorization_is_refused_with_a_challenge()
    {
        var answer = (await _client.SendRaw(new(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/jobs?api-version=2025-06-01")))).Expect(HttpStatusCode.Unauthorized);

        Assert.Equal("AuthenticationFailed", answer.Code);
        Assert.Equal(
            "Bearer authorization_uri=\"https://login.windows.net/00000000-0000-0000-0000-000000000001\", resource_id=\"https://batch.core.windows.net/\"",
            answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("SharedKey devbatchaccount1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", HttpStatusCode.Forbidden)]
    [InlineData("SharedKey nobody:AAAA", HttpStatusCode.Forbidden)]
    [InlineData("SharedKey", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer stolen", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer autobatch-development-token", HttpStatusCode.OK)]
    public async Task Credentials_are_checked(string authorization, HttpStatusCode status)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/jobs?api-version=2025-06-01"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("ocp-date", TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));

        (await _client.SendRaw(request)).Expect(status);
    }

    [Fact]
    public async Task A_signed_request_that_is_too_old_is_refused()
    {
        var answer = await _client.Send(HttpMethod.Get, "/jobs", null, ("Date", "Mon, 02 Mar 2020 10:00:00 GMT"));
        var stale = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/jobs?api-version=2025-06-01"));
        stale.Headers.TryAddWithoutValidation("Authorization", "SharedKey devbatchaccount1:AAAA");
        stale.Headers.Add("ocp-date", "Mon, 02 Mar 2020 10:00:00 GMT");

        answer.Expect(HttpStatusCode.OK); // ocp-date wins over Date
        Assert.Contains("15 minutes", (await _client.SendRaw(stale)).Expect(HttpStatusCode.Forbidden).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_comes_from_the_signature_the_path_or_the_host()
    {
        using var second = new EmulatorClient(emulator.Host.HttpAddress, "devbatchaccount2");
        var id = EmulatorFixture.UniqueId("job");
        (await second.Post("/devbatchaccount2/jobs", $$"""{"id":"{{id}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Created);

        (await second.Get($"/jobs/{id}")).Expect(HttpStatusCode.OK);
        (await _client.Get($"/jobs/{id}")).Expect(HttpStatusCode.NotFound);
        var byPath = await Bearer($"/devbatchaccount2/jobs/{id}");
        Assert.Equal($"{emulator.Host.HttpAddress}devbatchaccount2/jobs/{id}", byPath.Expect(HttpStatusCode.OK).Json.GetProperty("url").GetString());
        (await Bearer($"/jobs/{id}", "devbatchaccount2.local2.batch.localhost")).Expect(HttpStatusCode.OK);
        (await Bearer($"/jobs/{id}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_body_over_one_mebibyte_is_too_large()
    {
        var answer = await _client.Post("/jobs", $$"""{"id":"{{new string('x', 1024 * 1024)}}"}""");

        Assert.Equal("RequestBodyTooLarge", answer.Expect(HttpStatusCode.RequestEntityTooLarge).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"id":"a","id":"b","poolInfo":{"poolId":"p"}}""")]
    public async Task What_is_no_object_is_no_body(string body) => Assert.Equal("InvalidRequestBody", (await _client.Post("/jobs", body)).Expect(HttpStatusCode.BadRequest).Code);

    [Fact]
    public async Task Existence_of_an_absent_pool_is_a_bare_404()
    {
        var answer = (await _client.Send(HttpMethod.Head, "/pools/absent")).Expect(HttpStatusCode.NotFound);

        Assert.Empty(answer.Text);
    }

    [Fact]
    public async Task Links_lead_back_the_way_the_client_came_also_through_a_proxy()
    {
        var (first, second) = (await _client.Job("nowhere"), await _client.Job("nowhere"));
        var filter = $"id eq '{first}' or id eq '{second}'";

        var page = (await _client.Send(HttpMethod.Get, $"/jobs?maxresults=1&$filter={filter}", null, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "batch.example:8443, inner"))).Expect(HttpStatusCode.OK).Json;

        Assert.StartsWith("https://batch.example:8443/jobs?$skiptoken=", page.Text("odata.nextLink"), StringComparison.Ordinal);
        Assert.StartsWith("https://batch.example:8443/jobs/", page.GetProperty("value")[0].Text("url"), StringComparison.Ordinal);
        var plain = (await _client.Send(HttpMethod.Get, $"/jobs?maxresults=1&$filter={filter}", null, ("X-Forwarded-Host", "not a host"))).Expect(HttpStatusCode.OK).Json;
        Assert.StartsWith($"{emulator.Host.HttpAddress}jobs?", plain.Text("odata.nextLink"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_jobs_location_is_the_services_whatever_its_id()
    {
        var created = (await _client.Post("/jobs", $$"""{"id":"{{EmulatorFixture.UniqueId("job")}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Created);

        Assert.Equal((created.Headers["DataServiceId"], $"{emulator.Host.HttpAddress}jobs/job-1"), (created.Headers["Location"], created.Headers["Location"]));
    }

    [Fact]
    public async Task A_pool_shows_its_images_version_and_no_password_of_a_registry()
    {
        const string Machine = ""","virtualMachineConfiguration":{"imageReference":{"publisher":"a","offer":"b","sku":"c"},"nodeAgentSKUId":"d","containerConfiguration":{"type":"dockerCompatible","containerRegistries":[{"username":"u","password":"hidden"}]}}""";

        var answer = (await _client.Get($"/pools/{await _client.Pool(nodes: 0, more: Machine)}")).Expect(HttpStatusCode.OK);

        Assert.Equal("latest", answer.Json.GetProperty("virtualMachineConfiguration").GetProperty("imageReference").Text("version"));
        Assert.Equal("u", answer.Json.GetProperty("virtualMachineConfiguration").GetProperty("containerConfiguration").GetProperty("containerRegistries")[0].Text("username"));
        Assert.DoesNotContain("hidden", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_was_read_can_be_put_back_whole()
    {
        var job = await _client.Job("nowhere");
        await _client.Task(job, "1", "/bin/true", ""","environmentSettings":[{"name":"a","value":"b"}]""");
        var read = (await _client.Get($"/jobs/{job}/tasks/1")).Text;

        (await _client.Send(HttpMethod.Put, $"/jobs/{job}/tasks/1", read.Replace("\"maxTaskRetryCount\":0", "\"maxTaskRetryCount\":3", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);

        var after = (await _client.Get($"/jobs/{job}/tasks/1")).Json;
        Assert.Equal((3, "b"), (after.GetProperty("constraints").Number("maxTaskRetryCount"), after.GetProperty("environmentSettings")[0].Text("value")));
    }

    [Fact]
    public async Task Health_answers_without_a_key_and_only_to_this_machine()
    {
        (await _client.SendRaw(new(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/_emulator/health")))).Expect(HttpStatusCode.OK);
        var foreign = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/_emulator/health"));
        foreign.Headers.Add("Origin", "https://example.com");
        (await _client.SendRaw(foreign)).Expect(HttpStatusCode.Forbidden);
        var rebound = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/_emulator/health"));
        rebound.Headers.Host = "example.com";
        (await _client.SendRaw(rebound)).Expect(HttpStatusCode.Forbidden);
    }

    private Task<Answer> Bearer(string path, string? host = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, path + "?api-version=2025-06-01"));
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);
        request.Headers.Host = host;
        return _client.SendRaw(request);
    }

    [GeneratedRegex(@"^The specified job does not exist\.\nRequestId:[0-9a-f-]{36}\nTime:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$")]
    private static partial Regex Message();
}
