using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Emulator;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>What one run measured; rates are tasks a second.</summary>
/// <param name="Growth">Time of the last 1,000 tasks by that of the first; of the last tenth when there are few.</param>
/// <param name="Page">A page of 1,000 of the tasks, found by a filter while all are active.</param>
/// <param name="Idle">Processor time of ten seconds in which nothing is asked, with a pool and a job there.</param>
internal sealed record NoOpRates(double Added, double Run, double Growth, TimeSpan Page, TimeSpan ListAll, TimeSpan ListNone, TimeSpan Removed, double PeakMegabytes, TimeSpan Idle);

/// <summary>One job of no-op tasks: all are added while the pool is empty, then it gets its nodes.</summary>
internal sealed class NoOpRun(EmulatorChild emulator, int tasks)
{
    private const string Id = "noop";
    private const int PerRequest = 100;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);
    private readonly BatchDataClient _client = new(emulator.Address, "devbatchaccount1", WellKnown.AccountKey);

    public async Task<NoOpRates> MeasureAsync()
    {
        await _client.CreatePoolAsync(Json($$"""{"id":"{{Id}}","vmSize":"standard_d2s_v3","taskSlotsPerNode":4}"""));
        await _client.CreateJobAsync(Json($$"""{"id":"{{Id}}","poolInfo":{"poolId":"{{Id}}"} }"""));
        TimeSpan idle = await emulator.IdleAsync(s_idle);
        long started = Now;
        await AddAsync(Id, tasks);
        double added = tasks / Since(started).TotalSeconds;
        await UntilAsync(async () => (await _client.GetPoolAsync(Id)).AllocationState == AllocationStates.Steady);

        TimeSpan page = await PageAsync();
        int few = Math.Min(1_000, tasks / 10);
        started = Now;
        await _client.ResizePoolAsync(Id, Json("""{"targetDedicatedNodes":2}"""));
        TimeSpan first = await CompletedAsync(few, started);
        TimeSpan most = await CompletedAsync(tasks - few, started);
        TimeSpan all = await CompletedAsync(tasks, started);
        TimeSpan listAll = await ListAsync(null, tasks);
        TimeSpan listNone = await ListAsync("executionInfo/result eq 'failure'", 0);
        return new(added, tasks / all.TotalSeconds, (all - most) / first, page, listAll, listNone, await RemoveAsync(), emulator.PeakMegabytes, idle);
    }

    /// <summary>From the first collection of tasks until their job is completed, on one idle node of two slots. What is compiled at first use is compiled before, by another job.</summary>
    public async Task<TimeSpan> CompleteAsync()
    {
        await _client.CreatePoolAsync(Json($$"""{"id":"{{Id}}","vmSize":"standard_d2s_v3","taskSlotsPerNode":2,"targetDedicatedNodes":1}"""));
        await UntilAsync(async () => await _client.ListNodesAsync(Id).AnyAsync(node => node.State == "idle"));
        await CompleteAsync("warm", Math.Min(tasks, 500));
        return await CompleteAsync(Id, tasks);
    }

    private async Task<TimeSpan> CompleteAsync(string job, int count)
    {
        await _client.CreateJobAsync(Json($$"""{"id":"{{job}}","poolInfo":{"poolId":"{{Id}}"} }"""));
        long started = Now;
        await AddAsync(job, count);

        // A job that is to end with its tasks and has none yet would end at once.
        await _client.PatchJobAsync(job, Json("""{"onAllTasksComplete":"terminatejob"}"""));
        await UntilAsync(async () => (await _client.GetJobAsync(job)).State == JobStates.Completed);
        return Since(started);
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private static TimeSpan Since(long started) => TimeProvider.System.GetElapsedTime(started);

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private async Task AddAsync(string job, int count)
    {
        for (int at = 0; at < count; at += PerRequest)
        {
            IEnumerable<string> chunk = Enumerable.Range(at, Math.Min(PerRequest, count - at)).Select(i => $$"""{"id":"{{i}}","commandLine":"/bin/true"}""");
            IReadOnlyList<TaskAddResult> results = await _client.AddTaskCollectionAsync(job, Json($"[{string.Join(',', chunk)}]"));
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

    private async Task<TimeSpan> PageAsync()
    {
        var query = new ListQuery { Filter = $"state eq '{TaskStates.Active}' and creationTime gt datetime'2026-01-01T00:00:00Z'", Select = "id,state" };
        List<TimeSpan> times = [];
        for (int i = 0; i < 5; i++)
        {
            long started = Now;
            await _client.ListTasksAsync(Id, query).AsPages().FirstAsync();
            times.Add(Since(started));
        }

        return times.Order().ElementAt(2);
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
