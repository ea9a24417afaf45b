using System.Text;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Watching;
using Autobatch.Runs;
using Autobatch.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Functions.Tests.Watching;

public sealed class WatchJobsTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tick_is_one_list_call_whether_three_runs_or_thirty_have_ended()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        WatchState start = new(RunningApp.Account, TimeProvider.System.GetUtcNow().AddMinutes(-1), true, 0);
        foreach ((int first, int last) in ((int, int)[])[(0, 3), (3, 30)])
        {
            await Task.WhenAll(Enumerable.Range(first, last - first).Select(i => EndedJobAsync(app, $"w{i}")));
            List<JobState> jobs = [];
            await Wait.UntilAsync(async () => (jobs = await CompletedAsync(app)).Count == last, $"{last} jobs are completed", TimeSpan.FromSeconds(60), Cancel);
            using BatchRequests requests = new();

            WatchState next = await OneTickAsync(app, requests, start);

            Assert.Equal(["GET /jobs"], requests.Seen.Select(r => r.Replace($"/{RunningApp.Account}", "", StringComparison.Ordinal)));
            Assert.Equal(jobs.Max(j => j.StateTransitionTime), next.Since);
        }
    }

    // The host stops already, so that the long poll ends after its first tick.
    private static async Task<WatchState> OneTickAsync(RunningApp app, BatchRequests requests, WatchState state)
    {
        BatchAccounts accounts = new([requests.Account(app.Emulator.HttpAddress, RunningApp.Account, RunningApp.Key)]);
        // The half minute's note of the pools is made already.
        PoolHistory pools = new(app.Services.GetRequiredService<AppStorage>(), new FakeTimeProvider(), NullLogger<PoolHistory>.Instance);
        await pools.NoteAsync(app.Services.GetRequiredService<BatchAccounts>().Find(RunningApp.Account), Cancel);
        WatchJobs watch = new(accounts, app.Services.GetRequiredService<RunLedger>(), pools, app.Services.GetRequiredService<AppOptions>(), new Stopping(), TimeProvider.System);
        return await watch.Run(state, app.Services.GetRequiredService<DurableTaskClient>(), new OneInvocation());
    }

    private static async Task EndedJobAsync(RunningApp app, string id)
    {
        string body = $$"""
            { "id": "{{id}}", "poolInfo": { "poolId": "none" }, "metadata": [ { "name": "{{Ids.RunMetadataName}}", "value": "{{Ids.ForIdempotencyKey(id)}}" } ] }
            """;
        await app.Batch.CreateJobAsync(Encoding.UTF8.GetBytes(body), Cancel);
        await app.Batch.TerminateJobAsync(id, cancellationToken: Cancel);
    }

    private static async Task<List<JobState>> CompletedAsync(RunningApp app)
    {
        List<JobState> jobs = [];
        await foreach (JobState job in app.Batch.ListJobsAsync(cancellationToken: Cancel))
        {
            if (job.State == JobStates.Completed)
            {
                jobs.Add(job);
            }
        }

        return jobs;
    }

    private sealed class Stopping : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping { get; } = new(true);

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new NotSupportedException();
    }
}
