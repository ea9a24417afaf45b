using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Runs;

public sealed class RunWindowsTests(AppFixture fixture)
{
    private const int Names = RunWindows.Files + 150;

    [Fact]
    public async Task Chunks_of_all_windows_hold_every_file_once_in_order()
    {
        RunFiles files = fixture.App.Services.GetRequiredService<RunFiles>();
        RunInput run = new($"windows-{Guid.NewGuid():n}", default, "", null, null, null);
        string[] names = [.. Enumerable.Range(0, Names).Select(i => $"in/{i:D6}.txt")];
        await files.SaveWindowAsync(run.RunId, 0, names[..RunWindows.Files], TestContext.Current.CancellationToken);
        await files.SaveWindowAsync(run.RunId, 1, names[RunWindows.Files..], TestContext.Current.CancellationToken);
        TaskSource source = new("inputs", "in/", [], []);
        RunJob job = new("a", "j", Names, Names + 1, (Names / TaskChunk.Size) + 1, true, true, TimeSpan.Zero);
        RunWindows windows = new(files);

        List<string> seen = [];
        for (int chunk = 0; chunk < job.Chunks; chunk++)
        {
            seen.AddRange((await windows.ChunkAsync(run, job, source, chunk, TestContext.Current.CancellationToken)).Files.Select(f => f.Path));
        }

        Assert.Equal(names, seen);
        Assert.Equal(2, RunWindows.Count(job.Chunks));
        Assert.Empty((await windows.ChunkAsync(run, job, source, job.Chunks, TestContext.Current.CancellationToken)).Files);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(2_000, 100)]
    [InlineData(2_001, 96)]
    [InlineData(10_001, 100)]
    public void Histories_stay_short_however_many_chunks_there_are(int chunks, int windows)
    {
        Assert.Equal(windows, RunWindows.Count(chunks));
        Assert.InRange(chunks, (windows - 1) * RunWindows.ChunksEach(chunks), windows * RunWindows.ChunksEach(chunks));
    }

    [Fact]
    public async Task Run_of_several_chunks_has_every_task_once()
    {
        string id = await fixture.App.DropAsync(
            "Jobs", "chunks.job.json", TestManifests.Commands("chunks", [.. Enumerable.Repeat("/bin/true", (2 * TaskChunk.Size) + 30)]));

        await fixture.App.EndOfAsync(id);

        var result = await fixture.App.ReadJsonAsync("Results", $"{id}/result.json");
        string[] ids = [.. result.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!)];
        Assert.Equal((2 * TaskChunk.Size) + 30, ids.Distinct().Count());
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal("Completed", result.GetProperty("status").GetString());
    }
}
