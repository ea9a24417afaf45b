using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class CollectKilledTests(AppFixture fixture)
{
    private const int Files = 600;
    private const int MaxFiles = 30;

    [Fact]
    public async Task Kills_while_files_come_and_batches_close_lose_no_file_and_double_none()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Audit:Schedule", "*/2 * * * * *"));
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, WorkloadSteps.Document($""" "maxFiles": {MaxFiles} """));
        IReadOnlyList<(string Name, string ETag)> written = await app.UploadManyAsync(workload, Files);

        await app.PostManyAsync(written.Take(Files / 3));
        await app.KillAsync();
        await app.PostManyAsync(written.Skip(Files / 3).Take(Files / 3));
        await app.AuditInputsAsync();
        await app.KillAsync();
        await app.SomeRunAsync(workload);
        await app.KillAsync();

        // The last third no event tells of.
        IReadOnlyList<JsonElement> runs = await app.RunsAsync(workload, Files / MaxFiles, TimeSpan.FromMinutes(2));
        await app.EachFileIsInOneRunAsync(runs, Files);
    }
}
