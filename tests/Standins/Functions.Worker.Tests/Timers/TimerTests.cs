using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.Functions.Worker.Tests.Timers;

public sealed class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 10, 0, 30, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly Ticks _ticks = new();

    [Fact]
    public async Task Timer_fires_at_its_occurrences_and_never_twice_at_once()
    {
        await using TestHost host = await StartAsync(typeof(EveryMinute));
        await AdvanceUntilAsync(1);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, _ticks.Started);
        _ticks.Gate.Release();
        await Wait.UntilAsync(() => _ticks.Ended == 1, "the first invocation ends", cancellationToken: TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(2);
        Assert.Equal(1, _ticks.Most);
        _ticks.Gate.Release(100);
    }

    [Fact]
    public async Task Run_on_startup_fires_at_once()
    {
        _ticks.Gate.Release(10);
        await using TestHost host = await StartAsync(typeof(AtStart));
        TimerInfo info = await _ticks.NextAsync();
        Assert.False(info.IsPastDue);
        Assert.Equal(new DateTime(2026, 5, 2, 0, 0, 0, DateTimeKind.Utc), info.ScheduleStatus!.Next);
    }

    [Fact]
    public async Task Missed_occurrence_fires_late_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        _ticks.Gate.Release(10);
        await using (TestHost first = await StartAsync(typeof(Daily), folder.Path))
        {
            var progress = first.Services.GetRequiredService<TimerProgress>();
            TimerSchedule daily = TimerSchedule.Parse("0 0 0 * * *")!;
            await Wait.UntilAsync(() => progress.Read("Daily", daily) is not null, "the timer's progress is written", cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, _ticks.Started);
        _time.Advance(TimeSpan.FromDays(3));
        await using TestHost second = await StartAsync(typeof(Daily), folder.Path);
        Assert.True((await _ticks.NextAsync()).IsPastDue);
    }

    [Fact]
    public async Task Failed_timer_is_retried_as_its_policy_says()
    {
        await using TestHost host = await StartAsync(typeof(Retried));
        await Wait.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return host.Log.Lines.Count(l => l.Event == "TimerFailed") >= 3;
            },
            "three attempts", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2], _ticks.Attempts);
    }

    private Task<TestHost> StartAsync(Type functions, string? data = null) => TestHost.StartAsync([functions], new TestHost.Options
    {
        Settings = data is null ? [] : ["Autobatch:Local:DataDirectory=" + data],
        Configure = b => b.Services.AddSingleton<TimeProvider>(_time).AddSingleton(_ticks),
    });

    private Task AdvanceUntilAsync(int started) => Wait.UntilAsync(
        () =>
        {
            if (_ticks.Started < started) _time.Advance(TimeSpan.FromSeconds(10));
            return _ticks.Started >= started;
        },
        $"invocation {started} starts", cancellationToken: TestContext.Current.CancellationToken);
}
