using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.JobSchedules;

/// <summary>An emulator whose time the test moves.</summary>
public abstract class ScheduleTest : IAsyncLifetime
{
    private EmulatorHost? _host;
    private EmulatorClient? _client;

    internal EmulatorClient Client => _client!;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, TimeProvider = Time, AllowedClockSkew = TimeSpan.FromDays(10000), ActiveJobQuota = 20 },
            TestContext.Current.CancellationToken);
        _client = new(_host.HttpAddress);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<string> Schedule(string times, string jobs = "", string pool = """{"poolId":"nowhere"}""")
    {
        var id = EmulatorFixture.UniqueId("sched");
        (await Client.Post("/jobschedules", Body(id, times, jobs, pool))).Expect(HttpStatusCode.Created);
        return id;
    }

    internal static string Body(string id, string times, string jobs = "", string pool = """{"poolId":"nowhere"}""") =>
        $$$"""{"id":"{{{id}}}","schedule":{{{times}}},"jobSpecification":{"poolInfo":{{{pool}}}{{{jobs}}} } }""";

    internal async Task<JsonElement> Get(string schedule) => (await Client.Get($"/jobschedules/{schedule}")).Expect(HttpStatusCode.OK).Json;

    internal async Task<JsonElement> ScheduleIs(string schedule, string state)
    {
        JsonElement found = default;
        await Batch.Until(async () => (found = await Get(schedule)).Text("state") == state, $"schedule {schedule} is {state}");
        return found;
    }

    /// <summary>Waits until the most recent job has this number.</summary>
    internal Task JobNumber(string schedule, int number) => Batch.Until(
        async () => (await Get(schedule)).GetProperty("executionInfo").TryGetProperty("recentJob", out var job) && job.Text("id") == $"{schedule}:job-{number}",
        $"job {number} of {schedule} has come");

    internal async Task<int> Jobs(string schedule) => (await Client.Get($"/jobschedules/{schedule}/jobs")).Expect(HttpStatusCode.OK).Ids.Count();

    internal async Task End(string job)
    {
        (await Client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await Client.JobIs(job, "completed");
    }
}
