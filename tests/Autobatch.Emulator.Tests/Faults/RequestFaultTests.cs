using System.Net;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Requests that fare badly on purpose. The rules are one set for the whole emulator, so these tests run one after the other.</summary>
public sealed class RequestFaultTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>, IAsyncLifetime
{
    private readonly EmulatorClient _client = emulator.Client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _client.NoRules(emulator.Host);

    [Theory]
    [InlineData("""{"kind":"throttled","operation":"ListJobs","times":1}""", 429, "TooManyRequests", "1")]
    [InlineData("""{"kind":"throttled","operation":"list*","times":1,"status":503,"retryAfter":"PT7S"}""", 503, "ServerBusy", "7")]
    [InlineData("""{"kind":"serverError","operation":"GET /jobs","times":1}""", 500, "InternalError", null)]
    public async Task A_request_is_refused_once_in_the_shape_of_the_service(string rule, int status, string code, string? retryAfter)
    {
        await _client.Rule(emulator.Host, "r", rule);

        (await _client.Get("/pools/none")).Expect(HttpStatusCode.NotFound);
        var refused = (await _client.Get("/jobs")).Expect((HttpStatusCode)status);

        Assert.Equal((code, retryAfter), (refused.Code, refused.Headers.GetValueOrDefault("Retry-After")));
        Assert.Contains("\nRequestId:", refused.Json.GetProperty("message").GetProperty("value").GetString(), StringComparison.Ordinal);
        (await _client.Get("/jobs")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, (await _client.Rule(emulator.Host, "r")).Number("applied"));
    }

    [Fact]
    public async Task A_refused_request_has_no_effect()
    {
        await _client.Rule(emulator.Host, "r", """{"kind":"serverError","operation":"CreatePool","times":1}""");
        var id = EmulatorFixture.UniqueId("pool");

        (await _client.Post("/pools", $$"""{"id":"{{id}}","vmSize":"x"}""")).Expect(HttpStatusCode.InternalServerError);

        (await _client.Get($"/pools/{id}")).Expect(HttpStatusCode.NotFound);
        (await _client.Post("/pools", $$"""{"id":"{{id}}","vmSize":"x"}""")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Resource_Manager_is_throttled_in_its_own_shape()
    {
        using var arm = new ResourceManagerClient(emulator.Host);
        await _client.Rule(emulator.Host, "r", """{"kind":"throttled","operation":"Pool_*","account":"devbatchaccount2","times":1,"status":503}""");

        (await arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount1") + "/pools")).Expect(HttpStatusCode.OK);
        var refused = await arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount2") + "/pools");

        refused.Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("ServerBusy", "1"), (refused.Json.GetProperty("error").GetProperty("code").GetString(), refused.Headers["Retry-After"]));
        (await arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount2") + "/pools")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reset_connection_does_nothing_and_a_lost_answer_does_all()
    {
        var pool = await _client.Pool(nodes: 0);
        await _client.Rule(emulator.Host, "reset", """{"kind":"connectionReset","operation":"CreateJob","times":1}""");
        await _client.Rule(emulator.Host, "lost", """{"kind":"lostAnswer","operation":"CreateJob","times":1}""");
        var body = $$"""{"id":"{{EmulatorFixture.UniqueId("job")}}","poolInfo":{"poolId":"{{pool}}"} }""";

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.Post("/jobs", body));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.Post("/jobs", body));

        Assert.Equal("JobExists", (await _client.Post("/jobs", body)).Expect(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task The_answer_to_a_refused_request_is_lost_too()
    {
        await _client.Rule(emulator.Host, "lost", """{"kind":"lostAnswer","operation":"GetPool","times":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.Get("/pools/none"));

        (await _client.Get("/pools/none")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_slow_answer_has_its_effect_at_once_and_ends_with_the_patience_of_its_client()
    {
        await _client.Rule(emulator.Host, "slow", """{"kind":"slowAnswer","operation":"CreatePool","delay":"P1D","times":1}""");
        var id = EmulatorFixture.UniqueId("pool");
        using var impatient = new EmulatorClient(emulator.Host.HttpAddress);

        var answer = impatient.Post("/pools", $$"""{"id":"{{id}}","vmSize":"x"}""");

        await Batch.Until(async () => (await _client.Get($"/pools/{id}")).Status == HttpStatusCode.OK, "the pool is there");
        Assert.False(answer.IsCompleted);
        impatient.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => answer);
    }

    [Fact]
    public async Task Delays_come_before_what_ends_the_request_and_add_up()
    {
        await _client.Rule(emulator.Host, "one", """{"kind":"slowAnswer","operation":"ListPools","delay":"PT0.05S"}""");
        await _client.Rule(emulator.Host, "two", """{"kind":"slowAnswer","operation":"ListPools","delay":"PT0.05S"}""");
        await _client.Rule(emulator.Host, "three", """{"kind":"serverError","operation":"ListPools"}""");
        await _client.Rule(emulator.Host, "four", """{"kind":"throttled","operation":"ListPools"}""");
        var start = System.Diagnostics.Stopwatch.GetTimestamp();

        (await _client.Get("/pools")).Expect(HttpStatusCode.InternalServerError);

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.09));
        Assert.Equal((1, 0), ((await _client.Rule(emulator.Host, "three")).Number("seen"), (await _client.Rule(emulator.Host, "four")).Number("seen")));
    }

    [Fact]
    public async Task Only_requests_about_the_named_job_and_pool_are_struck()
    {
        await _client.Rule(emulator.Host, "job", """{"kind":"serverError","jobId":"UNLUCKY"}""");
        await _client.Rule(emulator.Host, "pool", """{"kind":"serverError","poolId":"unlucky"}""");

        (await _client.Get("/jobs/unlucky/tasks/1")).Expect(HttpStatusCode.InternalServerError);
        (await _client.Get("/pools/unlucky")).Expect(HttpStatusCode.InternalServerError);
        (await _client.Get("/jobs/lucky/tasks/1")).Expect(HttpStatusCode.NotFound);
        (await _client.Get("/pools")).Expect(HttpStatusCode.OK);
        using var arm = new ResourceManagerClient(emulator.Host);
        (await arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount1") + "/pools/unlucky")).Expect(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_run_repeats_by_its_seed()
    {
        async Task<string> Run(string id)
        {
            await _client.Rule(emulator.Host, id, """{"kind":"throttled","operation":"ListJobs","probability":0.4,"seed":42}""");
            var answers = "";
            for (var i = 0; i < 40; i++)
            {
                answers += (await _client.Get("/jobs")).Status == HttpStatusCode.OK ? "." : "x";
            }

            var rule = await _client.Rule(emulator.Host, id);
            Assert.Equal((40, answers.Count(c => c == 'x')), (rule.Number("seen"), rule.Number("applied")));
            await _client.NoRules(emulator.Host);
            return answers;
        }

        var first = await Run("one");

        Assert.Contains('x', first);
        Assert.Contains('.', first);
        Assert.Equal(first, await Run("two"));
    }

    [Fact]
    public async Task The_emulators_own_paths_and_tokens_are_never_struck()
    {
        await _client.Rule(emulator.Host, "all", """{"kind":"connectionReset"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.Get("/jobs"));
        (await _client.Control(emulator.Host, HttpMethod.Get, "health")).Expect(HttpStatusCode.OK);
        (await _client.Control(emulator.Host, HttpMethod.Get, "faults")).Expect(HttpStatusCode.OK);
        (await _client.SendRaw(new(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, $"/{WellKnown.TenantId}/discovery/v2.0/keys")))).Expect(HttpStatusCode.OK);
        (await _client.Control(emulator.Host, HttpMethod.Delete, "faults/all")).Expect(HttpStatusCode.NoContent);
        (await _client.Get("/jobs")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_is_not_let_in_is_no_occasion()
    {
        await _client.Rule(emulator.Host, "all", """{"kind":"serverError","times":1}""");
        using var stranger = new EmulatorClient(emulator.Host.HttpAddress, key: Convert.ToBase64String(new byte[64]));

        (await stranger.Get("/jobs")).Expect(HttpStatusCode.Forbidden);

        Assert.Equal(0, (await _client.Rule(emulator.Host, "all")).Number("seen"));
    }
}
