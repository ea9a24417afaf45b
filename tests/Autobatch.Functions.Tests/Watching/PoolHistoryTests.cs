using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Pools;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Watching;
using Autobatch.Testing;
using Azure.Core;
using Azure.ResourceManager;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Functions.Tests.Watching;

/// <summary>How pools have scaled, as it is noted while runs go on.</summary>
public sealed class PoolHistoryTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 23, 50, 0, TimeSpan.Zero);
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Pool_of_a_run_has_a_history_when_the_run_has_ended()
    {
        await _app.EndOfAsync(await _app.StartRunAsync(TestManifests.Commands("poolhistory", "/bin/true")));

        JsonElement pool = default;
        await Wait.UntilAsync(
            async () => (pool = (await _app.GetAsync("api/pools/history?minutes=1440")).GetProperty("pools").EnumerateArray()
                .FirstOrDefault(p => p.GetProperty("id").GetString() == "default")).ValueKind == JsonValueKind.Object,
            "the pool was noted",
            TimeSpan.FromSeconds(90),
            s_cancel);

        JsonElement span = pool.GetProperty("spans").EnumerateArray().Last();
        Assert.Equal(RunningApp.Account, pool.GetProperty("account").GetString());
        Assert.InRange(span.GetProperty("target").GetInt32(), 1, 100);
    }

    [Fact]
    public async Task Half_minute_is_noted_once_and_a_day_is_kept_over_midnight()
    {
        FakeTimeProvider time = new(s_start);
        PoolHistory history = new(_app.Services.GetRequiredService<AppStorage>(), time, NullLogger<PoolHistory>.Instance);
        BatchAccount account = Account("ring", _app.Batch);
        await history.NoteAsync(account, s_cancel);
        time.Advance(TimeSpan.FromSeconds(5));
        await history.NoteAsync(account, s_cancel);
        time.Advance(TimeSpan.FromMinutes(20));
        await history.NoteAsync(account, s_cancel);

        Assert.Equal([s_start, s_start.AddSeconds(1205)], await TimesAsync());
        time.Advance(PoolHistory.Length - TimeSpan.FromMinutes(10));
        Assert.Equal([s_start.AddSeconds(1205)], await TimesAsync());
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty(await TimesAsync());

        async Task<IEnumerable<DateTimeOffset>> TimesAsync() =>
            (await history.ReadAsync(account.Name, time.GetUtcNow() - PoolHistory.Length, s_cancel)).Select(n => n.At);
    }

    [Fact]
    public async Task Account_that_does_not_answer_leaves_a_gap_and_no_fault()
    {
        PoolHistory history = new(_app.Services.GetRequiredService<AppStorage>(), new FakeTimeProvider(s_start.AddDays(7)), NullLogger<PoolHistory>.Instance);
        BatchAccount silent = Account(
            "silent", new BatchDataClient(new Uri("http://127.0.0.1:9/"), "silent", RunningApp.Key, new BatchDataClientOptions { Retry = { MaxRetries = 0 } }));

        await history.NoteAsync(silent, s_cancel);

        Assert.Empty(await history.ReadAsync("silent", s_start, s_cancel));
    }

    [Fact]
    public void What_does_not_change_is_one_span_and_a_silence_is_a_gap()
    {
        (DateTimeOffset At, IReadOnlyList<PoolSample> Pools)[] notes =
        [
            (At(0), [new("b", 2, 0, 0), new("a", 1, 1, 1)]),
            (At(30), [new("b", 2, 2, 1)]),
            (At(60), [new("b", 2, 2, 1)]),
            (At(600), [new("b", 2, 2, 1)]),
        ];

        PoolHistoryView[] pools = [.. PoolSpans.Of("north", notes)];

        Assert.Equal(["a", "b"], pools.Select(p => p.Id));
        Assert.Equal(
            [new(At(0), At(30), 2, 0, 0), new(At(30), At(60), 2, 2, 1), new PoolSpanView(At(600), At(600), 2, 2, 1)],
            pools[1].Spans);
    }

    // Of a name that no watcher notes.
    private BatchAccount Account(string name, BatchDataClient batch) => new(
        new AccountOptions(name, new Uri("http://127.0.0.1:9/"), new ResourceIdentifier(RunningApp.ResourceId), RunningApp.Key), batch, _app.Services.GetRequiredService<ArmClient>());

    private static DateTimeOffset At(int seconds) => s_start.AddSeconds(seconds);
}
