using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>A realistic emulator under a clock that the test moves (FACTS R.4, R.5, C.8).</summary>
public sealed class ServicePaceTests : SteppedTest
{
    public ServicePaceTests()
        : base(new() { Realistic = true })
    {
    }

    [Fact]
    public async Task Nodes_take_minutes_and_an_empty_pool_seconds()
    {
        await PostAsync("/pools", """{"id":"p","vmSize":"x","targetDedicatedNodes":1}""");
        await PostAsync("/pools", """{"id":"empty","vmSize":"x"}""");
        await Emulator.SettleAsync();
        Assert.Equal(("resizing", "resizing"), (await TextAsync("/pools/p", "allocationState"), await TextAsync("/pools/empty", "allocationState")));

        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(("resizing", "steady"), (await TextAsync("/pools/p", "allocationState"), await TextAsync("/pools/empty", "allocationState")));
        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(50));
        Assert.Empty(Emulator.State.Pools["p"].Nodes);
        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(130));

        Assert.Equal("steady", await TextAsync("/pools/p", "allocationState"));
        Assert.Single(Emulator.State.Pools["p"].Nodes);
    }

    [Fact]
    public async Task A_task_waits_for_seconds_and_counts_lag_behind_it_also_after_a_kill()
    {
        await WithNodeAsync();
        await PostAsync("/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");
        await PostAsync("/jobs/j/tasks", """{"id":"1","commandLine":"x"}""");
        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(1.9));
        Assert.Equal("active", await TextAsync("/jobs/j/tasks/1", "state"));
        Assert.Equal((0, 0), await CountsAsync());

        Emulator = await Emulator.KilledAsync(new() { Realistic = true });
        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(5.1));
        Assert.Equal("running", await TextAsync("/jobs/j/tasks/1", "state"));
        Assert.Equal((0, 0), await CountsAsync());

        await Emulator.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 1), await CountsAsync());
        Assert.Single(Emulator.Agent.Runs).End(0);
        await Emulator.SettleAsync();
        Assert.Equal("completed", await TextAsync("/jobs/j/tasks/1", "state"));
        Assert.Equal((0, 1), await CountsAsync());
    }

    [Fact]
    public async Task Samples_reach_formulas_after_a_minute()
    {
        await WithNodeAsync();
        await PostAsync("/pools/p/enableautoscale", """{"autoScaleFormula":"$TargetDedicatedNodes = 1;"}""");
        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal("0", await EvaluateAsync("$RunningTasks.Count()"));

        await Emulator.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("1", await EvaluateAsync("$RunningTasks.Count()"));
        for (var sample = 0; sample < 21; sample++)
        {
            await Emulator.AdvanceAsync(TimeSpan.FromSeconds(30.001));
        }

        Assert.Equal("1", await EvaluateAsync("$RunningTasks.GetSamplePercent(10 * TimeInterval_Minute) < 91 && $RunningTasks.GetSamplePercent(10 * TimeInterval_Minute) > 80"));
    }

    private async Task WithNodeAsync()
    {
        await PostAsync("/pools", """{"id":"p","vmSize":"x","targetDedicatedNodes":1}""");
        await Emulator.AdvanceAsync(TimeSpan.FromMinutes(4));
    }

    private async Task<string> TextAsync(string path, string property) => (await GetAsync(path)).Text(property);

    private async Task<(int Active, int Running)> CountsAsync()
    {
        var counts = (await GetAsync("/jobs/j/taskcounts")).GetProperty("taskCounts");
        return (counts.Number("active"), counts.Number("running"));
    }

    private async Task<string> EvaluateAsync(string expression)
    {
        var (_, run) = await Emulator.SendAsync("POST", "/pools/p/evaluateautoscale", $$"""{"autoScaleFormula":"x = {{expression}};"}""");
        return run.Text("results").Split("x=")[1];
    }
}
