using Autobatch.Functions.Tests.Support;
using Autobatch.Staging;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Retention;

public sealed class StagedSweepTests(AppFixture fixture)
{
    private static readonly TimeSpan s_old = TimeSpan.FromDays(31);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staged_files_go_when_none_has_used_them_for_long_but_for_those_of_an_open_run()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings]);
        west.Of(app);
        await west.Blobs("Staged").CreateIfNotExistsAsync(cancellationToken: Token);
        await west.UploadAsync("Staged", "sources/left", "{}");
        Assert.Equal("Completed", (await app.EndOfAsync(await app.DropAsync("Jobs", "first.job.json", Manifest("cat c")))).GetProperty("status").GetString());
        await app.UploadAsync("Staged", "copying/left", BinaryData.FromString("left"));
        string[] all = ["copying/left", InlineContent.NameOf("staged"u8)];
        Assert.Equal(all.Order(StringComparer.Ordinal), await NamesAsync(app.Blobs("Staged")));

        await app.SweepAsync(s_old - TimeSpan.FromDays(2));
        Assert.Equal(2, (await NamesAsync(app.Blobs("Staged"))).Count);

        string open = await app.DropAsync("Jobs", "open.job.json", Manifest("sleep 600"));
        await app.RunningAsync(open, 1);
        await app.SweepAsync(s_old);
        Assert.Equal([InlineContent.NameOf("staged"u8)], await NamesAsync(app.Blobs("Staged")));
        Assert.Empty(await NamesAsync(west.Blobs("Staged")));

        using (await app.Http.PostAsync($"api/runs/{open}/cancel", null, Token))
        {
            await app.EndOfAsync(open);
        }

        await app.SweepAsync(s_old);
        Assert.Empty(await NamesAsync(app.Blobs("Staged")));
        Assert.Equal("Completed", (await app.EndOfAsync(await app.DropAsync("Jobs", "again.job.json", Manifest("cat c")))).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("Autobatch:Retention:DryRun", "true")]
    [InlineData("Autobatch:Retention:Staged", "never")]
    public async Task Nothing_staged_goes_in_a_dry_run_or_when_the_setting_says_never(string setting, string value)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Retention:Staged", "P30D"), (setting, value));
        await app.UploadAsync("Staged", "copying/left", BinaryData.FromString("left"));

        await app.SweepAsync(s_old);

        Assert.Single(await NamesAsync(app.Blobs("Staged")));
        Assert.Equal(value == "true", app.Logs.All.Any(line => line.Contains("1 blobs of ", StringComparison.Ordinal) && line.Contains("would be removed", StringComparison.Ordinal)));
    }

    private static string Manifest(string command) => $$"""
        { "schemaVersion": "1.0", "id": "staged", "tasks": [
          { "id": "t", "commandLine": "/bin/sh -c '{{command}}'", "resourceFiles": [ { "content": "staged", "filePath": "c" } ] } ] }
        """;

    private static async Task<List<string>> NamesAsync(BlobContainerClient container)
    {
        List<string> names = [];
        await foreach (BlobItem blob in container.GetBlobsAsync(new GetBlobsOptions(), Token))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
