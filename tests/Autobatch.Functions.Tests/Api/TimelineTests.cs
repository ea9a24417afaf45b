using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Functions.Api;
using Autobatch.Functions.Api.Timelines;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Api;

/// <summary>A run's tasks over time, while they run and afterwards.</summary>
public sealed class TimelineTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Run_is_told_while_it_goes_on_and_from_its_result()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("timeline", "/bin/true", "/bin/false", "/bin/sh -c 'exit 3'", "/bin/false", "/bin/sleep 600"));
        JsonElement live = default;
        await Wait.UntilAsync(
            async () => (live = await _app.GetAsync($"api/runs/{run}/timeline")).GetProperty("ended").GetInt32() == 4 && live.GetProperty("running").GetInt32() == 1,
            "four tasks have ended and one runs",
            TimeSpan.FromSeconds(90),
            s_cancel);

        Assert.True(live.GetProperty("isWhole").GetBoolean());
        Assert.Equal([("Exit code 1", 2), ("Exit code 3", 1)], live.GetProperty("failures").EnumerateArray().Select(f => (f.GetProperty("cause").GetString()!, f.GetProperty("count").GetInt32())));
        Assert.Equal((1, 3), (Sum(live, "succeeded"), Sum(live, "failed")));
        Assert.NotEmpty(live.GetProperty("nodes")[0].GetProperty("id").GetString()!);

        using HttpResponseMessage cancelled = await _app.Http.PostAsJsonAsync($"api/runs/{run}/cancel", new { }, s_cancel);
        await _app.EndOfAsync(run);
        JsonElement ended = await _app.GetAsync($"api/runs/{run}/timeline");
        Assert.Equal((5, 0), (ended.GetProperty("ended").GetInt32(), ended.GetProperty("running").GetInt32()));
        Assert.Equal(4, Sum(ended, "failed"));
    }

    [Fact]
    public void Task_that_lists_tell_twice_is_counted_once()
    {
        using RunTimeline timeline = new(s_start, "job");
        timeline.AddEnded(Ended("a"), s_start.AddSeconds(5));
        timeline.AddEnded(Ended("b"), s_start.AddSeconds(60));
        timeline.TurnPage(null);
        Assert.Equal(s_start.AddSeconds(50), timeline.Since);

        timeline.AddEnded(Ended("b"), s_start.AddSeconds(60));
        timeline.AddEnded(Ended("c"), s_start.AddSeconds(61));
        timeline.TurnPage(null);

        Assert.Equal(3, timeline.View([], s_start.AddSeconds(70)).Ended);
        Assert.Equal(s_start.AddSeconds(51), timeline.Since);
    }

    [Fact]
    public void Listing_that_was_left_is_not_whole_and_begins_no_later_one()
    {
        using RunTimeline timeline = new(s_start, "job");
        timeline.AddEnded(Ended("a"), s_start.AddSeconds(5));
        timeline.TurnPage("next");

        Assert.False(timeline.View([], s_start).IsWhole);
        Assert.Null(timeline.Since);
    }

    [Fact]
    public void Causes_beyond_the_fiftieth_are_one_and_the_first_failure_is_the_earliest()
    {
        FailureGroups groups = new();
        for (int exit = 1; exit <= 60; exit++)
        {
            groups.Add(Ended($"t{exit}", exit));
        }

        groups.Add(Ended("earlier", 1, -10));

        Assert.Equal(51, groups.All.Count);
        Assert.Equal(("Other causes", 10L), (groups.All[0].Cause, groups.All[0].Count));
        Assert.Equal(("Exit code 1", 2L, "earlier"), (groups.All[1].Cause, groups.All[1].Count, groups.All[1].First.Id));
    }

    private static int Sum(JsonElement timeline, string name) => timeline.GetProperty(name).EnumerateArray().Sum(n => n.GetInt32());

    private static TaskView Ended(string id, int exit = 0, int at = 5) => new()
    {
        Id = id,
        State = "completed",
        Result = exit == 0 ? "success" : "failure",
        ExitCode = exit,
        StartTime = s_start.AddSeconds(at - 1),
        EndTime = s_start.AddSeconds(at),
        NodeId = "node",
    };
}
