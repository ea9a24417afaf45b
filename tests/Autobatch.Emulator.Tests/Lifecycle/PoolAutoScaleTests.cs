using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Autobatch.Emulator.Tests.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>Sampling and evaluation at the service's own pace: days pass in milliseconds, and no loop or node is there.</summary>
public sealed class PoolAutoScaleTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly Journal _journal = new(new MemoryStateStore(), TimeProvider.System);
    private readonly NodeFixture _nodes = new();
    private readonly Wakeup _wakeup;
    private readonly World _world;
    private readonly PoolLifecycle _pools;
    private readonly PoolAutoScale _autoScale;

    public PoolAutoScaleTests()
    {
        _world = new(_time, _journal, new());
        _wakeup = new(_time);
        var book = new FaultBook(_world);
        var nodes = new NodeLifecycle(_world, _wakeup, new(_world, _wakeup, new(_world, new NoStorage()), book), _nodes.Agent, new(NullLogger<Background>.Instance));
        _pools = new(_world, _wakeup, nodes, new(_world, nodes, book, ServicePace.Immediate), new(_world, book, nodes));
        _autoScale = new(_world, _pools, new(), ServicePace.Immediate);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _wakeup.Dispose();
        _nodes.Dispose();
    }

    [Fact]
    public void Samples_are_taken_each_30_seconds_and_the_formula_is_evaluated_at_its_interval()
    {
        var pool = Pool("$TargetDedicatedNodes = 0; n = $PendingTasks.Count();", TimeSpan.FromMinutes(5));
        Assert.Equal("n=1", Own(pool));

        for (var minute = 1; minute <= 4; minute++)
        {
            Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("n=1", Own(pool));
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("n=11", Own(pool));
    }

    [Fact]
    public void The_next_step_is_announced_so_that_the_loop_can_sleep_until_then()
    {
        Pool("$TargetDedicatedNodes = 0;", TimeSpan.FromMinutes(5));

        var next = _autoScale.Settle(_world.FirstAccount!);

        Assert.InRange(next!.Value - _time.GetUtcNow(), TimeSpan.FromSeconds(29.9), TimeSpan.FromSeconds(30.1));
    }

    [Fact]
    public void A_pool_keeps_its_nodes_for_a_while_and_then_scales_to_zero()
    {
        var pool = Pool(
            "p = $PendingTasks.GetSamplePercent(10 * TimeInterval_Minute); $TargetDedicatedNodes = p < 50 ? 2 : min(2, max($PendingTasks.GetSample(10 * TimeInterval_Minute)));",
            TimeSpan.FromMinutes(5));
        Pass(TimeSpan.Zero);
        Assert.Equal(2, pool.Count(dedicated: true));

        Pass(TimeSpan.FromMinutes(4));
        Assert.Equal(2, pool.Count(dedicated: true));
        Pass(TimeSpan.FromMinutes(12));

        Assert.Equal(0, pool.Count(dedicated: true));
        Assert.Equal(AllocationState.Steady, pool.Record.Allocation.Current);
    }

    [Fact]
    public void What_a_quota_refused_is_asked_for_again_at_the_next_evaluation()
    {
        _world.FirstAccount!.Quotas = AccountQuotas.Default with { DedicatedCores = 1 };
        var pool = Pool("$TargetDedicatedNodes = 3;", TimeSpan.FromMinutes(5));
        Pass(TimeSpan.Zero);
        Assert.Equal(1, pool.Count(dedicated: true));
        Assert.Equal("AccountCoreQuotaReached", Assert.Single(pool.Record.ResizeErrors).Code);

        _world.FirstAccount!.Quotas = AccountQuotas.Default;
        Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(3, pool.Count(dedicated: true));
        Assert.Empty(pool.Record.ResizeErrors);
    }

    private static string Own(PoolEntry pool) => pool.Record.AutoScaleRun!.Results!.Split(';')[^1];

    private PoolEntry Pool(string formula, TimeSpan interval)
    {
        lock (_world.Gate)
        {
            var pool = _pools.Create(_world.FirstAccount!, "p", JsonElement.Parse("""{"id":"p","vmSize":"x"}"""));
            _autoScale.Enable(pool, formula, interval);
            return pool;
        }
    }

    /// <summary>What the loop does, each 30 seconds for so long.</summary>
    private void Pass(TimeSpan time)
    {
        var end = _time.GetUtcNow() + time;
        do
        {
            // A little more than the period, since the emulator never gives two changes the same time.
            _time.Advance(time == TimeSpan.Zero ? time : TimeSpan.FromSeconds(30.001));
            lock (_world.Gate)
            {
                _autoScale.Settle(_world.FirstAccount!);
                _pools.SettleAll(_world.FirstAccount!);
            }
        }
        while (_time.GetUtcNow() < end);
    }
}
