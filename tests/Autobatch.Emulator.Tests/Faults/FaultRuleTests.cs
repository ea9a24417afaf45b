using System.Net;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Rules are added, shown, replaced and removed one by one, and wrong ones are refused by name.</summary>
public sealed class FaultRuleTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>, IAsyncLifetime
{
    private readonly EmulatorClient _client = emulator.Client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _client.NoRules(emulator.Host);

    [Fact]
    public async Task Rules_come_and_go_one_by_one_and_the_others_keep_their_counts()
    {
        var first = (await Send(HttpMethod.Post, "faults", """{"kind":"serverError","operation":"ListJobs","times":1}""")).Expect(HttpStatusCode.Created).Json;
        Assert.Equal(("1", 0, 0), (first.Id(), first.Number("seen"), first.Number("applied")));
        (await _client.Get("/jobs")).Expect(HttpStatusCode.InternalServerError);
        (await Send(HttpMethod.Post, "faults", """{"id":"two","kind":"clockSkew","by":"PT1M"}""")).Expect(HttpStatusCode.Created);
        Assert.Equal("3", (await Send(HttpMethod.Post, "faults", """{"kind":"preemption","poolId":"none"}""")).Expect(HttpStatusCode.Created).Json.Id());

        var put = (await Send(HttpMethod.Put, "faults/TWO", """{"kind":"allocationDelay","delay":"PT1S"}""")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("allocationDelay", put.GetProperty("kind").GetString());
        Assert.Equal(["1", "TWO", "3"], await Ids());
        (await Send(HttpMethod.Delete, "faults/two")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(["1", "3"], await Ids());
        Assert.Equal(1, (await _client.Rule(emulator.Host, "1")).Number("applied"));
        Assert.Equal("2", (await Send(HttpMethod.Put, "faults/2", """{"id":"2","kind":"preemption","poolId":"none"}""")).Expect(HttpStatusCode.OK).Json.Id());
        Assert.Equal("4", (await Send(HttpMethod.Post, "faults", """{"kind":"preemption","poolId":"none"}""")).Expect(HttpStatusCode.Created).Json.Id());

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Delete])
        {
            Assert.Equal("FaultNotFound", (await Send(method, "faults/two")).Expect(HttpStatusCode.NotFound).Code);
        }
    }

    [Theory]
    [InlineData("""{"kind":"throtled"}""", "InvalidPropertyValue", "'throttled'")]
    [InlineData("""{"kind":"throttled","operation":"CreateTsk"}""", "InvalidPropertyValue", "nearest is 'CreateTask'")]
    [InlineData("""{"kind":"throttled","operation":"AddTask"}""", "InvalidPropertyValue", "nearest is 'GetTask'")]
    [InlineData("""{"kind":"throttled","operation":"pool_*creat"}""", "InvalidPropertyValue", "nearest is 'Pool_Create'")]
    [InlineData("""{"kind":"throttled","operation":"GET /job"}""", "InvalidPropertyValue", "nearest is 'GET /jobs'")]
    [InlineData("""{"kind":"throttled","operation":""}""", "InvalidPropertyValue", "operation")]
    [InlineData("""{"kind":"throttled","operation":"GET /_emulator/health"}""", "InvalidPropertyValue", "operation")]
    [InlineData("""{"kind":"throttled","status":404}""", "InvalidPropertyValue", "429, 503")]
    [InlineData("""{"kind":"throttled","retryAfter":"PT0.5S"}""", "InvalidPropertyValue", "whole seconds")]
    [InlineData("""{"kind":"throttled","probability":1.1}""", "InvalidPropertyValue", "from 0 to 1")]
    [InlineData("""{"kind":"throttled","probability":-0.1}""", "InvalidPropertyValue", "from 0 to 1")]
    [InlineData("""{"kind":"throttled","probability":"often"}""", "InvalidPropertyValue", "must be a number")]
    [InlineData("""{"kind":"throttled","probability":1e999}""", "InvalidPropertyValue", "must be a number")]
    [InlineData("""{"kind":"throttled","times":0}""", "InvalidPropertyValue", "times")]
    [InlineData("""{"kind":"throttled","skip":-1}""", "InvalidPropertyValue", "skip")]
    [InlineData("""{"kind":"throttled","delay":"PT1S"}""", "InvalidRequestBody", "delay")]
    [InlineData("""{"kind":"slowAnswer"}""", "MissingRequiredProperty", "delay")]
    [InlineData("""{"kind":"slowAnswer","delay":"P2D"}""", "InvalidPropertyValue", "P1D")]
    [InlineData("""{"kind":"nodeLoss","recoverAfter":"P10675199D"}""", "InvalidPropertyValue", "P365D")]
    [InlineData("""{"kind":"clockSkew","by":"P366D"}""", "InvalidPropertyValue", "-P365D")]
    [InlineData("""{"kind":"clockSkew"}""", "MissingRequiredProperty", "by")]
    [InlineData("""{"kind":"serverError","id":"a b"}""", "InvalidPropertyValue", "id")]
    [InlineData("""{"kind":7}""", "MissingRequiredProperty", "kind")]
    [InlineData("""[]""", "InvalidRequestBody", "JSON object")]
    [InlineData("""{"kind":"serverError",}""", "InvalidRequestBody", "JSON")]
    public async Task A_wrong_rule_is_refused_by_name(string rule, string code, string named)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "faults"), (HttpMethod.Put, "faults/x")])
        {
            var answer = (await Send(method, path, rule)).Expect(HttpStatusCode.BadRequest);

            Assert.Equal(code, answer.Code);
            Assert.Contains(named, answer.Json.GetProperty("values").GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Empty(await Ids());
    }

    [Fact]
    public async Task An_id_is_had_once_and_is_the_one_of_the_path()
    {
        await _client.Rule(emulator.Host, "a", """{"kind":"serverError","times":1}""");

        Assert.Contains("has this id", (await Send(HttpMethod.Post, "faults", """{"id":"A","kind":"serverError"}""")).Expect(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Contains("another id", (await Send(HttpMethod.Put, "faults/a", """{"id":"b","kind":"serverError"}""")).Expect(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Contains("1 to 64", (await Send(HttpMethod.Put, "faults/a%20b", """{"kind":"serverError"}""")).Expect(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Equal(["a"], await Ids());
    }

    [Fact]
    public async Task There_are_a_thousand_rules_at_most()
    {
        var rules = string.Join(',', Enumerable.Range(1, 1000).Select(i => $$"""{"id":"r{{i}}","kind":"preemption","poolId":"none"}"""));
        (await Send(HttpMethod.Put, "faults", $$"""{"rules":[{{rules}}]}""")).Expect(HttpStatusCode.OK);

        Assert.Contains("1000", (await Send(HttpMethod.Post, "faults", """{"kind":"serverError"}""")).Expect(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        (await Send(HttpMethod.Put, "faults/r7", """{"kind":"preemption","poolId":"other"}""")).Expect(HttpStatusCode.OK);
        Assert.Equal(1000, (await Ids()).Count);
    }

    [Fact]
    public async Task Every_operation_of_both_planes_has_a_name_of_its_own()
    {
        var listed = (await Send(HttpMethod.Get, "operations")).Expect(HttpStatusCode.OK).Json.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("name").GetString()).ToList();

        Assert.Equal(Composition.Operations.Where(operation => operation.Plane is Plane.Data or Plane.ResourceManager).Select(operation => operation.Name), listed);
        Assert.DoesNotContain(null, listed);
        Assert.Equal(listed.Count, listed.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("*", "CreateTask", true)]
    [InlineData("createtask", "CreateTask", true)]
    [InlineData("CreateTask*", "CreateTaskCollection", true)]
    [InlineData("CreateTask", "CreateTaskCollection", false)]
    [InlineData("Pool_*", "Pool_Update", true)]
    [InlineData("Pool_*", "UpdatePool", false)]
    [InlineData("???Pool", "GetPool", true)]
    [InlineData("POST /jobs/{jobId}/tasks", "CreateTask", true)]
    [InlineData("delete *", "DeletePool", true)]
    [InlineData("delete *", "GetPool", false)]
    public void A_pattern_fits_names_and_routes(string pattern, string name, bool fits) =>
        Assert.Equal(fits, new OperationPattern(pattern).Matches(OperationPattern.Named.Single(operation => operation.Name == name)));

    private Task<Answer> Send(HttpMethod method, string path, string? body = null) => _client.Control(emulator.Host, method, path, body);

    private async Task<List<string>> Ids() => [.. (await Send(HttpMethod.Get, "faults")).Json.GetProperty("rules").EnumerateArray().Select(rule => rule.Id())];
}
