using System.Text.Json;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class LostVersionTests(AppFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copy_of_the_version_that_the_blob_still_has_is_made_again()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string workload = WorkloadSteps.Unique();
        string version = await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 2 """));
        await app.FilesAsync(workload, "a");
        await app.WaitingAsync(workload, 1);
        await Copy(app, workload, version).DeleteAsync(cancellationToken: Token);
        await app.RestartAsync();

        await app.FilesAsync(workload, "b");

        Assert.Equal(["a", "b"], await app.BatchAsync(Assert.Single(await app.RunsAsync(workload, 1))));
        Assert.True(await Copy(app, workload, version).ExistsAsync(Token));
    }

    [Fact]
    public async Task Lost_version_is_told_with_its_mend_and_keeps_its_own_files_only()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string workload = WorkloadSteps.Unique();
        string lost = await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 3 """));
        await app.FilesAsync(workload, "a", "x");
        await app.WaitingAsync(workload, 2);
        await WorkloadSteps.StorageClockAsync();
        await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 1 """));
        BinaryData content = (await Copy(app, workload, lost).DownloadContentAsync(Token)).Value.Content;
        await Copy(app, workload, lost).DeleteAsync(cancellationToken: Token);
        await app.RestartAsync();

        await app.FilesAsync(workload, "b");

        Assert.Equal(["b"], await app.BatchAsync(Assert.Single(await app.RunsAsync(workload, 1))));
        JsonElement told = await app.GetAsync($"api/workloads/{workload}");
        Assert.Equal("Blocked", told.GetProperty("status").GetString());
        JsonElement blocked = Assert.Single(told.GetProperty("blocked").EnumerateArray());
        Assert.Equal((lost, 2, "WorkloadVersionLost"), (blocked.GetProperty("version").GetString(), blocked.GetProperty("files").GetInt32(), blocked.GetProperty("code").GetString()));
        Assert.Contains($"workloads/{workload}/{lost}.json", blocked.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("write the files again", blocked.GetProperty("mend").GetString(), StringComparison.Ordinal);

        // It is looked for again without anybody asking.
        Assert.True(told.GetProperty("waiting").TryGetProperty("nextCloseAt", out _), told.ToString());

        // One mend: a file that is written again goes by the version in force, and nothing waits for its old content.
        await app.FilesAsync(workload, "a");
        Assert.Equal(["a"], await app.BatchAsync((await app.RunsAsync(workload, 2))[1]));
        await app.WaitingAsync(workload, 1);

        // The other one: the copy is brought back.
        await Copy(app, workload, lost).UploadAsync(content, Token);
        await app.PostAsync($"api/workloads/{workload}/resume");
        await Testing.Wait.UntilAsync(
            async () => (await app.GetAsync($"api/workloads/{workload}")).GetProperty("status").GetString() == "Active", "nothing is blocked", TimeSpan.FromSeconds(30), Token);
        await app.WaitingAsync(workload, 1);
    }

    private static BlobClient Copy(RunningApp app, string workload, string version) =>
        app.Services.GetRequiredService<AppStorage>().Runs.GetBlobClient($"workloads/{workload}/{version}.json");
}
