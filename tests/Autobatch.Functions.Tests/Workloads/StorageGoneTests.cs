using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class StorageGoneTests(AppFixture fixture)
{
    [Fact]
    public async Task Files_of_a_storage_account_that_left_the_settings_make_a_rejected_run_that_can_be_replayed_once_it_is_back()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, west.Settings);
        west.Of(app);
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 1 """, more: """ "paused": true, """));
        await west.UploadAsync("Inputs", $"{workload}/far", "far");
        await app.AuditInputsAsync();
        await app.WaitingAsync(workload, 1);
        await app.RestartAsync(("Autobatch:Storage:0:Name", "steast"), ("Autobatch:Storage:0:Connection", fixture.Azurite.ConnectionStringOf("steast")));

        await app.PostAsync($"api/workloads/{workload}/resume");

        JsonElement run = Assert.Single(await app.RunsAsync(workload, 1));
        string id = run.GetProperty("id").GetString()!;
        Assert.Equal("Rejected", run.GetProperty("status").GetString());
        Assert.Equal("StorageNotConfigured", (await app.GetAsync($"api/runs/{id}")).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("StorageNotConfigured", (await app.ReadJsonAsync("Results", $"{id}/error.json")).GetProperty("code").GetString());
        await app.WaitingAsync(workload, 0);

        await app.RestartAsync(west.Settings);
        string again = (await app.PostAsync($"api/workloads/{workload}/replay?run={id}")).GetProperty("runId").GetString()!;
        JsonElement[] runs = [.. await app.RunsAsync(workload, 2)];
        Assert.Equal("Completed", Assert.Single(runs, r => r.GetProperty("id").GetString() == again).GetProperty("status").GetString());
        await app.WaitingAsync(workload, 0);
    }
}
