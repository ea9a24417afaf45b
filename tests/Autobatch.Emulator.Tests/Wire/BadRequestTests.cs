using System.Globalization;
using System.Net;
using System.Text;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Whatever is sent to the doors, the answer is an error in the service's shape with its code, never a failure of the emulator's own.</summary>
public sealed class BadRequestTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Pool = "\"id\":\"bad\",\"vmSize\":\"standard_d2s_v3\",\"virtualMachineConfiguration\":{\"imageReference\":{\"publisher\":\"p\",\"offer\":\"o\",\"sku\":\"s\"},\"nodeAgentSKUId\":\"batch.node.ubuntu 24.04\"}";
    private static readonly string s_long = new('a', 5000);
    private readonly EmulatorClient _client = emulator.Client;

    public static TheoryData<string, string> Queries => new()
    {
        { "$filter=(((", "InvalidQueryParameterValue" }, { "$filter=" + new string('(', 3000), "InvalidQueryParameterValue" }, { "$filter=state%20eq", "InvalidQueryParameterValue" }, { "$filter=state%20eq%20'active", "InvalidQueryParameterValue" },
        { "$filter=state%20eq%20%00", "InvalidQueryParameterValue" }, { "$filter=1%20eq%201;drop%20table", "InvalidQueryParameterValue" }, { "$filter=startswith(id)", "InvalidQueryParameterValue" }, { "$filter=creationTime%20gt%20datetime'never'", "InvalidQueryParameterValue" },
        { "$filter=creationTime%20gt%20datetime'99999-01-01T00:00:00Z'", "InvalidQueryParameterValue" }, { "$filter=%E2%80%AEstate%20eq%20'active'", "InvalidQueryParameterValue" }, { "$filter=not%20not%20not", "InvalidQueryParameterValue" },
        { "maxresults=-1", "OutOfRangeQueryParameterValue" }, { "maxresults=1001", "OutOfRangeQueryParameterValue" },
        { "maxresults=99999999999999999999", "InvalidQueryParameterValue" }, { "maxresults=1e3", "InvalidQueryParameterValue" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_bad_query_is_named(string query, string code) => Judge(await _client.Get($"/jobs?{query}"), code);

    public static TheoryData<string, string> Bodies => new()
    {
        { "{\"id\":\"\\ud800\",\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidRequestBody" }, { "{\"id\":\"a\",\"\\ud800\":1,\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidRequestBody" }, { new string('[', 100_000), "InvalidRequestBody" },
        { "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), "InvalidRequestBody" }, { "{'id':'a'}", "InvalidRequestBody" }, { "{\"id\":\"a\",}", "InvalidRequestBody" }, { "{\"id\":NaN}", "InvalidRequestBody" }, { "{}{}", "InvalidRequestBody" }, { "\0", "InvalidRequestBody" },
        { "{\"poolInfo\":{\"poolId\":\"p\"}}", "MissingRequiredProperty" }, { "{\"id\":\"a\"}", "MissingRequiredProperty" }, { "{\"id\":1,\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidPropertyValue" }, { "{\"id\":\"\",\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidPropertyValue" },
        { "{\"id\":\"../a\",\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidPropertyValue" }, { "{\"id\":\"a\u202Eb\",\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidPropertyValue" }, { "{\"id\":\"" + s_long + "\",\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidPropertyValue" },
        { "{\"id\":\"=1+1\",\"poolInfo\":{\"poolId\":\"p\"}}", "InvalidPropertyValue" }, { "{\"id\":\"a\",\"poolInfo\":{\"poolId\":\"p\"},\"priority\":1001}", "OutOfRangePriority" }, { "{\"id\":\"a\",\"poolInfo\":{\"poolId\":\"p\"},\"priority\":1e999}", "InvalidPropertyValue" },
        { "{\"id\":\"a\",\"poolInfo\":{\"poolId\":\"p\"},\"priority\":\"high\"}", "InvalidPropertyValue" }, { "{\"id\":\"a\",\"poolInfo\":{\"poolId\":\"p\"},\"nosuch\":1}", "InvalidRequestBody" }, { "{\"id\":\"a\",\"poolInfo\":{\"poolId\":\"p\"},\"constraints\":{\"maxWallClockTime\":\"an hour\"}}", "InvalidPropertyValue" },
        { "{\"id\":\"a\",\"poolInfo\":{\"poolId\":\"p\"},\"onAllTasksComplete\":\"party\"}", "InvalidPropertyValue" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_job_is_named(string body, string code) => Judge(await _client.Post("/jobs", body), code);

    public static TheoryData<string> Pools =>
    [
        "\"targetDedicatedNodes\":-1", "\"targetDedicatedNodes\":99999999999999999999", "\"targetDedicatedNodes\":\"many\"", "\"taskSlotsPerNode\":0", "\"taskSlotsPerNode\":257", "\"enableAutoScale\":true", "\"enableAutoScale\":true,\"autoScaleFormula\":\"(((\"",
        "\"targetDedicatedNodes\":1,\"enableAutoScale\":true,\"autoScaleFormula\":\"$TargetDedicatedNodes=1;\"", "\"resizeTimeout\":\"PT1S\"", "\"nosuch\":1", "\"displayName\":\"\\ud800\"", "\"metadata\":[{\"name\":1}]",
    ];

    [Theory]
    [MemberData(nameof(Pools))]
    public async Task A_bad_pool_is_named(string property) => Judge(await _client.Post("/pools", $"{{{Pool},{property}}}"), null);

    [Theory]
    [InlineData("")]
    [InlineData("SharedKey ")]
    [InlineData("SharedKey :")]
    [InlineData("SharedKey devbatchaccount1")]
    [InlineData("SharedKey devbatchaccount1:")]
    [InlineData("SharedKey devbatchaccount1:!!!")]
    [InlineData("SharedKey devbatchaccount1:AAAA:AAAA")]
    [InlineData("SharedKey ../../etc:AAAA")]
    [InlineData("SharedKey DEVBATCHACCOUNT1:AAAA")]
    [InlineData("SharedKeyLite devbatchaccount1:AAAA")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("Basic YTpi")]
    [InlineData("Nonsense")]
    public async Task A_bad_credential_opens_nothing(string authorization)
    {
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, "/jobs?api-version=2025-06-01"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("ocp-date", TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));

        var answer = await _client.SendRaw(request);

        Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.Text);
        Judge(answer, "AuthenticationFailed");
    }

    [Theory]
    [InlineData("If-Match", "nonsense")]
    [InlineData("If-Match", "\"")]
    [InlineData("If-Modified-Since", "yesterday")]
    [InlineData("If-Unmodified-Since", "32 Foo 9999")]
    [InlineData("ocp-range", "bytes=5-2")]
    [InlineData("ocp-range", "lines=1-2")]
    [InlineData("ocp-range", "bytes=99999999999999999999-")]
    [InlineData("client-request-id", "a\u0001b")]
    public async Task A_bad_header_is_no_failure(string name, string value)
    {
        var answer = await _client.Send(HttpMethod.Get, "/jobs/absent", null, (name, value));

        Assert.True((int)answer.Status is >= 400 and < 500, $"{answer.Status} {answer.Text}");
    }

    [Theory]
    [InlineData("/jobs/..%2f..%2fetc")]
    [InlineData("/jobs/%00")]
    [InlineData("/jobs/%ff%fe")]
    [InlineData("/jobs/a/tasks/b/files/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/pools/a/nodes/b/files/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/jobs/$(id)/terminate")]
    [InlineData("/_emulator/..%2f..%2fx")]
    public async Task A_bad_path_finds_nothing(string path)
    {
        HttpRequestMessage request = new(HttpMethod.Get, emulator.Host.HttpAddress.AbsoluteUri.TrimEnd('/') + path + "?api-version=2025-06-01");
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);

        var answer = await _client.SendRaw(request);

        Assert.True((int)answer.Status is >= 400 and < 500, $"{answer.Status} {answer.Text}");
        Assert.DoesNotContain("root:", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_utf8_is_no_body()
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(emulator.Host.HttpAddress, "/jobs?api-version=2025-06-01")) { Content = new ByteArrayContent([.. "{\"id\":\"a\",\"displayName\":\""u8, 0xFF, 0xC0, .. "\",\"poolInfo\":{\"poolId\":\"p\"}}"u8]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; odata=minimalmetadata");
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);

        Judge(await _client.SendRaw(request), "InvalidRequestBody");
    }

    private static void Judge(Answer answer, string? code)
    {
        Assert.True((int)answer.Status is >= 400 and < 500, $"{code} was expected: {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 500)]}");
        Assert.True(code is null || answer.Code == code, $"{code} was expected: {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 1000)]}");
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(answer.Text) < 64 * 1024, $"The answer has {answer.Text.Length} characters.");
    }
}
