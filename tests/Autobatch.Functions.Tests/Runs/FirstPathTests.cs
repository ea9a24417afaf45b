using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class FirstPathTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Package_and_manifest_dropped_together_give_outputs_and_a_result()
    {
        await _app.InputAsync("first/a.txt", "alpha");
        await _app.InputAsync("first/b.txt", "beta");
        await _app.DropAsync("Packages", "tool/1.0.zip", Zips.Of(("run.sh", "tr a-z A-Z < \"$1\" > out-\"$1\"\n")));
        string id = await _app.DropAsync("Jobs", "first.job.json", $$"""
            {
              "schemaVersion": "1.0",
              "id": "first",
              "applications": [ { "applicationId": "tool", "version": "1.0" } ],
              "taskFactory": {
                "type": "taskPerFile",
                "source": { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "first/" },
                "repeatTask": {
                  "commandLine": "/bin/sh -c 'sh $AZ_BATCH_APP_PACKAGE_tool_1_0/run.sh {fileName}'",
                  "applicationPackageReferences": [ { "applicationId": "tool", "version": "1.0" } ],
                  "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ],
                  "outputFiles": [ {
                    "filePattern": "out-*",
                    "destination": { "autoStorage": { "containerName": "{{_app.Container("Outputs")}}", "path": "{run.id}/{task.id}" } },
                    "uploadOptions": { "uploadCondition": "tasksuccess" } } ]
                },
                "mergeTask": {
                  "commandLine": "/bin/sh -c 'cat in/*/*/out-* > all.txt'",
                  "resourceFiles": [ { "autoStorageContainerName": "{{_app.Container("Outputs")}}", "blobPrefix": "{run.id}/", "filePath": "in" } ],
                  "outputFiles": [ {
                    "filePattern": "all.txt",
                    "destination": { "autoStorage": { "containerName": "{{_app.Container("Outputs")}}", "path": "{run.id}/all.txt" } },
                    "uploadOptions": { "uploadCondition": "tasksuccess" } } ]
                }
              }
            }
            """);

        JsonElement run = await _app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(3, run.GetProperty("tasks").GetProperty("succeeded").GetInt32());
        JsonElement result = await _app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.Equal("Completed", result.GetProperty("status").GetString());
        Assert.Equal(["0", "1", "merge"], result.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!).Order());
        string all = (await _app.Blobs("Outputs").GetBlobClient($"{id}/all.txt").DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
        Assert.Equal("ALPHABETA", all);
        Assert.Contains(result.GetProperty("outputs").EnumerateArray(), o => o.GetProperty("name").GetString() == $"{id}/all.txt");
        Assert.DoesNotContain("sig=", result.GetRawText(), StringComparison.Ordinal);
        await NoCredentialInHistoriesAsync(id);
    }

    private async Task NoCredentialInHistoriesAsync(string id)
    {
        bool knowsTheRun = false;

        // The lock file is empty and open to its engine alone.
        foreach (string path in Directory.EnumerateFiles(_app.HistoryFolder, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(file, System.Text.Encoding.Latin1);
            string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("sig=", text, StringComparison.Ordinal);
            knowsTheRun |= text.Contains(id, StringComparison.Ordinal);
        }

        Assert.True(knowsTheRun, "The histories were read.");
    }
}
