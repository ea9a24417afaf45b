using System.Net;
using System.Text.Json;
using Autobatch.Functions.Api.Events;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Api.Events;

public sealed class EventsTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Listener_sees_the_run_go_on_until_it_ends()
    {
        using Gate gate = new();
        string id = await StartAsync(gate);
        await using EventReader events = await EventReader.OpenAsync(_app, id);
        Assert.Equal("text/event-stream", events.MediaType);

        (string runningId, string type, JsonElement running) = await events.UntilAsync(IsRunning);
        Assert.Equal("progress", type);
        Assert.Equal("Running", running.GetProperty("status").GetString());
        gate.Open();
        (string endId, string endType, JsonElement ended) = await events.UntilAsync(r => r.GetProperty("status").GetString() == "Completed");

        Assert.Equal("end", endType);
        Assert.Equal(1, ended.GetProperty("tasks").GetProperty("succeeded").GetInt32());
        Assert.NotEqual(runningId, endId);
        Assert.Null(await events.NextAsync());
        await using EventReader again = await EventReader.OpenAsync(_app, id, endId);
        Assert.Equal(HttpStatusCode.NoContent, again.Status);
        await using EventReader late = await EventReader.OpenAsync(_app, id, runningId);
        Assert.Equal((endId, "end"), ((await late.NextAsync())!.Value.Id, "end"));
    }

    [Fact]
    public async Task Who_comes_back_with_the_last_id_misses_nothing_and_sees_nothing_twice()
    {
        using Gate gate = new();
        string id = await StartAsync(gate);
        await using EventReader stays = await EventReader.OpenAsync(_app, id);
        (string seen, _, _) = await stays.UntilAsync(IsRunning);
        await using EventReader returns = await EventReader.OpenAsync(_app, id, seen);
        gate.Open();

        List<string> there = [];
        List<string> back = [];
        while (await stays.NextAsync() is { } one)
        {
            there.Add(one.Id);
        }

        while (await returns.NextAsync() is { } one)
        {
            back.Add(one.Id);
        }

        Assert.NotEmpty(there);
        Assert.Equal(there, back);
        Assert.DoesNotContain(seen, back);
    }

    [Fact]
    public async Task All_listeners_of_a_run_share_one_feed_that_ends_with_the_last_of_them()
    {
        using Gate gate = new();
        string id = await StartAsync(gate);
        RunFeeds feeds = _app.Services.GetRequiredService<RunFeeds>();
        await using (EventReader one = await EventReader.OpenAsync(_app, id))
        await using (EventReader two = await EventReader.OpenAsync(_app, id))
        {
            await one.NextAsync();
            await two.NextAsync();
            Assert.Equal(2, feeds.ListenersOf(id));
        }

        await Wait.UntilAsync(() => feeds.ListenersOf(id) == 0, "nobody listens any more", cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Streams_are_bounded_and_the_stop_of_the_host_ends_them()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Api:MaxEventStreams", "1"));
        string id = await app.StartRunAsync(TestManifests.Commands("bounded", "/bin/sleep 600"));
        await using EventReader one = await EventReader.OpenAsync(app, id);
        Assert.NotNull(await one.NextAsync());

        using HttpResponseMessage refused = await app.Http.GetAsync($"api/runs/{id}/events", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("TooManyStreams", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Task<JsonElement> end = LastAsync(one);
        await app.RestartAsync();
        await end;
    }

    private static bool IsRunning(JsonElement run) => run.TryGetProperty("tasks", out JsonElement tasks) && tasks.GetProperty("running").GetInt32() == 1;

    private static async Task<JsonElement> LastAsync(EventReader events)
    {
        JsonElement last = default;
        while (await events.NextAsync() is { } one)
        {
            last = one.Run;
        }

        return last;
    }

    private Task<string> StartAsync(Gate gate) => _app.StartRunAsync(TestManifests.Commands("events", $"/bin/sh -c '{gate.Wait}'"));
}
