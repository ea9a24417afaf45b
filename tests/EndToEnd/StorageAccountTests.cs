using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.EndToEnd.Support;
using Autobatch.Local.Hosting;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.EndToEnd;

/// <summary>What <c>start --storageAccount</c> brings up.</summary>
public sealed class StorageAccountTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_dropped_into_a_further_storage_account_run_there_by_their_event()
    {
        using DataFolder data = DataFolder.Temporary();
        using StopSignal signal = new();
        LocalHostOptions options = new()
        {
            Data = data,
            Ports = LocalPorts.AnyFree,
            StorageAccounts = ["stwest"],
            DefaultNodes = 1,
            BatchDebug = WireLogs.Next(() => true),
            MoreSettings = new Dictionary<string, string> { ["Autobatch:Audit:Schedule"] = "0 0 0 1 1 *" },
        };
        await using LocalHost host = await LocalHost.StartAsync(options, new Progress<string>(), signal);
        using HttpClient http = new() { BaseAddress = host.FunctionsAddress };
        BlobServiceClient west = new(host.Azurite.Endpoints.ConnectionStringOf("stwest"));
        await west.GetBlobContainerClient("inputs").UploadBlobAsync("in/a.txt", BinaryData.FromString("from the west"), Cancel);
        const string manifest = """
            {
              "schemaVersion": "1.0", "id": "west",
              "taskFactory": {
                "type": "taskPerFile", "source": { "autoStorageContainerName": "inputs", "blobPrefix": "in/" },
                "repeatTask": { "commandLine": "/bin/cat {fileName}", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ] }
              }
            }
            """;
        string etag = (await west.GetBlobContainerClient("jobs").GetBlobClient("west.job.json").UploadAsync(BinaryData.FromString(manifest), Cancel)).Value.ETag.ToString();
        string id = Ids.ForBlob("stwest", "jobs", "west.job.json", etag);
        JsonElement run = default;
        await Wait.UntilAsync(
            async () =>
            {
                using HttpResponseMessage answer = await http.GetAsync($"api/runs/{id}", Cancel);
                run = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel) : default;
                return run.ValueKind == JsonValueKind.Object && RunStatus.IsFinal(run.GetProperty("status").GetString()!);
            },
            $"run {id} ends",
            TimeSpan.FromSeconds(90),
            Cancel);
        Assert.Equal(RunStatus.Completed, run.GetProperty("status").GetString());
        JsonElement outputs = await http.GetFromJsonAsync<JsonElement>($"api/runs/{id}/outputs", Cancel);
        JsonElement stdout = outputs.GetProperty("outputs").EnumerateArray().Single(o => o.GetProperty("name").GetString()!.EndsWith("stdout.txt", StringComparison.Ordinal));
        BlobClient blob = west.GetBlobContainerClient("outputs").GetBlobClient(stdout.GetProperty("name").GetString());
        Assert.Equal("from the west", (await blob.DownloadContentAsync(Cancel)).Value.Content.ToString());
    }
}
