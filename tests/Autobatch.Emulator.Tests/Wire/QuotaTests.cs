using System.Net;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>What needs an emulator with options of its own.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task Quotas_of_jobs_and_pools_are_kept()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, ActiveJobQuota = 1, PoolQuota = 1 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        var first = await client.Job("p");
        await client.Pool(nodes: 0);

        Assert.Equal("ActiveJobAndScheduleQuotaReached", (await client.Post("/jobs", """{"id":"two","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("PoolQuotaReached", (await client.Post("/pools", """{"id":"two","vmSize":"x"}""")).Expect(HttpStatusCode.Conflict).Code);

        (await client.Post($"/jobs/{first}/terminate")).Expect(HttpStatusCode.Accepted);
        (await client.Post("/jobs", """{"id":"two","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Quotas_change_while_the_emulator_runs_and_each_account_has_its_own()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        using var other = new EmulatorClient(host.HttpAddress, "devbatchaccount2");

        var changed = await client.Control(host, HttpMethod.Patch, "accounts/devbatchaccount1/quotas", """{"activeJobAndJobScheduleQuota":0,"poolQuota":0}""");

        Assert.Equal((0, 0, 500), (changed.Expect(HttpStatusCode.OK).Json.Number("activeJobAndJobScheduleQuota"), changed.Json.Number("poolQuota"), changed.Json.Number("dedicatedCoreQuota")));
        Assert.Equal("ActiveJobAndScheduleQuotaReached", (await client.Post("/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("PoolQuotaReached", (await client.Post("/pools", """{"id":"p","vmSize":"x"}""")).Expect(HttpStatusCode.Conflict).Code);
        (await other.Post("/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Created);
        using var shown = new HttpRequestMessage(HttpMethod.Get, new Uri(host.HttpAddress, $"/subscriptions/{WellKnown.SubscriptionId}/resourceGroups/{WellKnown.ResourceGroup}/providers/Microsoft.Batch/batchAccounts/devbatchaccount1?api-version=2025-06-01"));
        shown.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);
        var properties = (await client.SendRaw(shown)).Expect(HttpStatusCode.OK).Json.GetProperty("properties");
        Assert.Equal((0, 0), (properties.Number("activeJobAndJobScheduleQuota"), properties.Number("poolQuota")));

        (await client.Control(host, HttpMethod.Post, "reset")).Expect(HttpStatusCode.OK);
        (await client.Post("/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Created);
        Assert.Equal("InvalidPropertyValue", (await client.Control(host, HttpMethod.Patch, "accounts/devbatchaccount1/quotas", """{"poolQuota":-1}""")).Expect(HttpStatusCode.BadRequest).Code);
        (await client.Control(host, HttpMethod.Get, "accounts/nobody/quotas")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Cores_are_counted_over_all_pools_when_nodes_are_allocated()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, DedicatedCoreQuota = 8, LowPriorityCoreQuota = 3 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        (await client.Post("/pools", """{"id":"first","vmSize":"standard_d2s_v3","targetDedicatedNodes":3}""")).Expect(HttpStatusCode.Created);
        Assert.Equal(3, (await client.PoolIsSteady("first")).Number("currentDedicatedNodes"));

        (await client.Post("/pools", """{"id":"second","vmSize":"standard_d2s_v3","targetDedicatedNodes":2,"targetLowPriorityNodes":2}""")).Expect(HttpStatusCode.Created);

        var second = await client.PoolIsSteady("second");
        Assert.Equal((1, 1, 2), (second.Number("currentDedicatedNodes"), second.Number("currentLowPriorityNodes"), second.Number("targetDedicatedNodes")));
        Assert.Equal(
            ["AccountCoreQuotaReached", "AccountLowPriorityCoreQuotaReached"], second.GetProperty("resizeErrors").EnumerateArray().Select(error => error.GetProperty("code").GetString()));

        (await client.Delete("/pools/first")).Expect(HttpStatusCode.Accepted);
        await Batch.Until(async () => (await client.Get("/pools/first")).Status == HttpStatusCode.NotFound, "the first pool is gone");
        (await client.Post("/pools/second/resize", """{"targetDedicatedNodes":2,"targetLowPriorityNodes":1}""")).Expect(HttpStatusCode.Accepted);
        second = await client.PoolIsSteady("second");
        Assert.Equal(2, second.Number("currentDedicatedNodes"));
        Assert.False(second.TryGetProperty("resizeErrors", out _));
    }

    [Fact]
    public async Task A_resize_that_waits_too_long_for_tasks_is_given_up()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, TimeProvider = time, AllowedClockSkew = TimeSpan.FromDays(10) }, NullLoggerFactory.Instance, new IdleAgent(), TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        (await client.Post("/pools", """{"id":"p","vmSize":"x"}""")).Expect(HttpStatusCode.Created);
        await client.PoolIsSteady("p");
        (await client.Control(host, HttpMethod.Put, "faults", """{"rules":[{"kind":"allocationDelay","delay":"PT1H"}]}""")).Expect(HttpStatusCode.OK);
        (await client.Post("/pools/p/resize", """{"targetDedicatedNodes":1,"resizeTimeout":"PT10M"}""")).Expect(HttpStatusCode.Accepted);
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("resizing", (await client.Get("/pools/p")).Json.GetProperty("allocationState").GetString());

        await Batch.Until(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return (await client.Get("/pools/p")).Json.GetProperty("allocationState").GetString() == "steady";
            },
            "the resize has ended");

        Assert.Equal("AllocationTimedOut", (await client.Get("/pools/p")).Json.GetProperty("resizeErrors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_job_ends_when_its_wall_clock_is_up()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, TimeProvider = time, AllowedClockSkew = TimeSpan.FromDays(10) }, NullLoggerFactory.Instance, new IdleAgent(), TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        var job = await client.Job("p", ""","constraints":{"maxWallClockTime":"P2D"}""");

        time.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        Assert.Equal("active", (await client.Get($"/jobs/{job}")).Json.GetProperty("state").GetString());

        // The loop sets its timer after the request has been answered, so the clock goes on until it fires.
        await Batch.Until(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(2));
                return (await client.Get($"/jobs/{job}")).Json.GetProperty("state").GetString() == "completed";
            },
            "the job has ended");
        Assert.Equal("MaxWallClockTimeExpiry", (await client.Get($"/jobs/{job}")).Json.GetProperty("executionInfo").GetProperty("terminateReason").GetString());
    }

    [Fact]
    public async Task Reset_forgets_everything_and_ends_what_runs()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        var job = await client.Job(await client.Pool());
        await client.Task(job, "1", "/bin/sleep 600");
        await client.TaskIs(job, "1", "running");

        (await client.SendRaw(new(HttpMethod.Post, new Uri(host.HttpAddress, "/_emulator/reset")))).Expect(HttpStatusCode.OK);

        Assert.Empty((await client.Get("/jobs")).Ids);
        Assert.Empty((await client.Get("/pools")).Ids);
        (await client.Post("/jobs", $$"""{"id":"{{job}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Created);
    }

    private sealed class IdleAgent : INodeAgent
    {
        public ITaskFiles Files => throw new NotSupportedException("No test asks for files.");

        public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveStraysAsync(KnownPlaces known, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task EndBackgroundAsync(TaskPlace task) => Task.CompletedTask;

        public Task<TaskOutcome> RunAsync(TaskLaunch launch, Action<TaskPhase> progress, CancellationToken terminate) =>
            throw new NotSupportedException("No test runs a task.");

        public Task<TaskFailure?> MountAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken terminate) => Task.FromResult<TaskFailure?>(null);

        public Task SendMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts) => Task.CompletedTask;

        public Task EndMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts) => Task.CompletedTask;

        public Task<TaskFailure?> DeployAsync(NodePlace node, IReadOnlyList<PackageToDeploy> packages, CancellationToken terminate) => Task.FromResult<TaskFailure?>(null);

        public Task<string?> SendLogsAsync(NodePlace node, LogUpload upload, CancellationToken cancellationToken) => throw new NotSupportedException("No test sends logs.");

        public Task DeleteTaskAsync(TaskPlace task, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteJobAsync(string account, string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveNodeAsync(NodePlace node, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
