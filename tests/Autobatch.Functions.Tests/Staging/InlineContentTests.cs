using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Staging;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Staging;

public sealed class InlineContentTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Content_reaches_every_kind_of_task_and_is_written_once_for_all_runs()
    {
        string mark = Guid.NewGuid().ToString("n");
        string manifest = $$"""
            { "schemaVersion": "1.0", "id": "inline",
              "jobPreparationTask": { "commandLine": "/bin/sh -c 'cat prep.txt > $AZ_BATCH_NODE_SHARED_DIR/{{mark}}'",
                "resourceFiles": [ { "content": "prepared {{mark}}", "filePath": "prep.txt" } ] },
              "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": 3 } ],
                "repeatTask": { "commandLine": "/bin/sh -c 'cat conf/c.ini $AZ_BATCH_NODE_SHARED_DIR/{{mark}}'",
                  "resourceFiles": [ { "content": "same {{mark}} for ${HOME}\n", "filePath": "conf/c.ini" } ] },
                "mergeTask": { "commandLine": "/bin/sh merge.sh",
                  "resourceFiles": [ { "content": "echo merged {{mark}}\n", "filePath": "merge.sh" }, { "content": "same {{mark}} for ${HOME}\n", "filePath": "again" } ] } } }
            """;

        JsonElement first = await _app.EndOfAsync(await _app.DropAsync("Jobs", $"{mark}-1.job.json", manifest));
        Assert.True(first.GetProperty("status").GetString() == "Completed", first.ToString());
        Assert.Equal($"same {mark} for ${{HOME}}\nprepared {mark}", await _app.StdoutAsync(first.GetProperty("id").GetString()!, "0"));
        Assert.Equal($"merged {mark}\n", await _app.StdoutAsync(first.GetProperty("id").GetString()!, "merge"));
        Dictionary<string, ETag> staged = await StagedAsync(mark);
        Assert.Equal(3, staged.Count);

        JsonElement second = await _app.EndOfAsync(await _app.DropAsync("Jobs", $"{mark}-2.job.json", manifest));
        Assert.Equal("Completed", second.GetProperty("status").GetString());
        Assert.Equal(staged, await StagedAsync(mark));
    }

    [Fact]
    public async Task Explaining_tells_what_would_be_staged_and_stages_nothing()
    {
        string mark = Guid.NewGuid().ToString("n");
        JsonElement explained = await _app.ExplainAsync($$"""
            { "schemaVersion": "1.0", "id": "inline", "tasks": [
              { "id": "a", "commandLine": "/bin/true", "resourceFiles": [ { "content": "{{mark}}", "filePath": "a" }, { "content": "{{mark}}", "filePath": "b" } ] } ] }
            """);

        Assert.True(explained.GetProperty("ok").GetBoolean(), explained.ToString());
        JsonElement contents = explained.GetProperty("staging").GetProperty("contents");
        Assert.Equal((1, 32), (contents.GetProperty("blobs").GetInt32(), contents.GetProperty("bytes").GetInt32()));
        Assert.Empty(await StagedAsync(mark));
    }

    private async Task<Dictionary<string, ETag>> StagedAsync(string mark)
    {
        Dictionary<string, ETag> found = [];
        await foreach (BlobItem blob in _app.Blobs("Staged").GetBlobsAsync())
        {
            BlobDownloadResult content = await _app.Blobs("Staged").GetBlobClient(blob.Name).DownloadContentAsync();
            Assert.Equal(InlineContent.NameOf(content.Content.ToMemory().Span), blob.Name);
            if (content.Content.ToString().Contains(mark, StringComparison.Ordinal))
            {
                found[blob.Name] = content.Details.ETag;
            }
        }

        return found;
    }
}
