using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class DefaultPoolTests(AppFixture fixture)
{
    [Fact]
    public async Task Default_pool_scales_to_zero_when_idle_and_comes_back_for_the_next_run()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            options => options with { AutoScaleSamplePeriod = TimeSpan.FromMilliseconds(50), ShortestAutoScaleInterval = TimeSpan.FromMilliseconds(100) },
            ("Autobatch:DefaultPool:ScaleToZero", "true"),
            ("Autobatch:DefaultPool:IdleTime", "00:00:01"),
            ("Autobatch:DefaultPool:EvaluationInterval", "00:00:00.1"));

        Assert.Equal("Completed", await RunAsync(app, "first"));
        await IsEmptyAsync(app);
        Assert.Equal("Completed", await RunAsync(app, "second"));
        await IsEmptyAsync(app);
    }

    private static async Task<string?> RunAsync(RunningApp app, string name)
    {
        string id = await app.DropAsync("Jobs", $"{name}.job.json", TestManifests.Commands(name, "/bin/true"));
        JsonElement run = await app.EndOfAsync(id);
        return run.GetProperty("status").GetString();
    }

    private static Task IsEmptyAsync(RunningApp app) => Wait.UntilAsync(
        async () =>
        {
            PoolState pool = await app.Batch.GetPoolAsync("default", null, TestContext.Current.CancellationToken);
            return pool is { CurrentDedicatedNodes: 0, CurrentLowPriorityNodes: 0 };
        },
        "the default pool has no nodes",
        TimeSpan.FromSeconds(60));
}
