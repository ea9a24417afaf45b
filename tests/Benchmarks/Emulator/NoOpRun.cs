using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Emulator;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>What one run measured; rates are tasks a second.</summary>
internal sealed record NoOpRates(double Added, double Run, double FirstTenth, double LastTenth, TimeSpan ListAll, TimeSpan ListNone, TimeSpan Removed, double PeakMegabytes);

/// <summary>One job of no-op tasks: all are added while the pool is empty, then it gets its nodes.</summary>
internal sealed class NoOpRun(EmulatorChild emulator, int tasks)
{
    private const string Id = "noop";
    private const int PerRequest = 100;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private readonly BatchDataClient _client = new(emulator.Address, "devbatchaccount1", WellKnown.AccountKey);

    public async Task<NoOpRates> MeasureAsync()
    {
        await _client.CreatePoolAsync(Json($$"""{"id":"{{Id}}","vmSize":"standard_d2s_v3","taskSlotsPerNode":4}"""));
        await _client.CreateJobAsync(Json($$"""{"id":"{{Id}}","poolInfo":{"poolId":"{{Id}}"} }"""));
        long started = Now;
        await AddAsync();
        double added = tasks / Since(started).TotalSeconds;
        await UntilAsync(async () => (await _client.GetPoolAsync(Id)).AllocationState == AllocationStates.Steady);

        started = Now;
        await _client.ResizePoolAsync(Id, Json("""{"targetDedicatedNodes":2}"""));
        TimeSpan first = await CompletedAsync(tasks / 10, started);
        TimeSpan nine = await CompletedAsync(tasks - (tasks / 10), started);
        TimeSpan all = await CompletedAsync(tasks, started);
        TimeSpan listAll = await ListAsync(null, tasks);
        TimeSpan listNone = await ListAsync("executionInfo/result eq 'failure'", 0);
        return new(added, tasks / all.TotalSeconds, tasks / 10 / first.TotalSeconds, tasks / 10 / (all - nine).TotalSeconds, listAll, listNone, await RemoveAsync(), emulator.PeakMegabytes);
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private static TimeSpan Since(long started) => TimeProvider.System.GetElapsedTime(started);

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private async Task AddAsync()
    {
        for (int at = 0; at < tasks; at += PerRequest)
        {
            IEnumerable<string> chunk = Enumerable.Range(at, Math.Min(PerRequest, tasks - at)).Select(i => $$"""{"id":"{{i}}","commandLine":"/bin/true"}""");
            IReadOnlyList<TaskAddResult> results = await _client.AddTaskCollectionAsync(Id, Json($"[{string.Join(',', chunk)}]"));
            if (results.Any(result => !result.IsSuccess))
                throw new InvalidOperationException("A task was refused.");
        }
    }

    private async Task<TimeSpan> CompletedAsync(int count, long started)
    {
        await UntilAsync(async () => (await _client.GetTaskCountsAsync(Id)).Completed >= count);
        return Since(started);
    }

    private async Task<TimeSpan> ListAsync(string? filter, int expected)
    {
        long started = Now;
        int found = 0;
        await foreach (TaskState _ in _client.ListTasksAsync(Id, new ListQuery { Filter = filter, Select = "id,state,executionInfo" }))
            found++;
        return found == expected ? Since(started) : throw new InvalidOperationException($"The list has {found} tasks, not {expected}.");
    }

    private async Task<TimeSpan> RemoveAsync()
    {
        long started = Now;
        await _client.DeleteJobAsync(Id);
        await UntilAsync(async () => await _client.GetJobIfExistsAsync(Id) is null);
        return Since(started);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Delay(s_look, TimeProvider.System);
    }
}
