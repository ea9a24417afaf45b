using System.Buffers.Binary;
using Autobatch.EndToEnd.Support;
using Autobatch.Testing;

namespace Autobatch.EndToEnd;

public sealed class RunTests
{
    private const int Files = 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sample_runs_to_its_end_and_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        using LocalProcess run = Start(folder, "--json");

        int exit = await run.ExitAsync(Cancel);

        RunLine line = RunLine.Read(run);
        Assert.True(exit == 0, run.All);
        Assert.Single(run.Output);
        Assert.Equal(("Completed", Files + 1, Files + 1, 0), (line.Status, line.Total, line.Succeeded, line.Failed));
        Assert.Equal($"results/{line.RunId}/result.json", line.Result);
        IEnumerable<string> outputs = Folders.Digests(folder["out"]).Keys;
        Assert.Equal(Files, outputs.Count(name => name.EndsWith(".tsv", StringComparison.Ordinal)));
        Assert.Contains("index/index.html", outputs);
        Assert.Contains("index/report.md", outputs);
        Assert.Empty(Leftovers.Of(folder.Path));
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"], "autobatch*"));
    }

    [Fact]
    public async Task Poster_is_made_of_the_tiles_of_a_sweep()
    {
        using TemporaryFolder folder = new();
        string[] parameters = ["--parameter", "lastRow=1", "--parameter", "lastColumn=2", "--parameter", "tileSize=20", "--parameter", "iterations=100"];
        using LocalProcess run = LocalProcess.Start(folder, ["run", Repository.PathOf("samples/mandelbrot-poster"), "--out", folder["out"], "--json", .. parameters]);

        int exit = await run.ExitAsync(Cancel);

        Assert.True(exit == 0, run.All);
        RunLine line = RunLine.Read(run);
        Assert.Equal(("Completed", 7, 7, 0), (line.Status, line.Total, line.Succeeded, line.Failed));
        byte[] png = await File.ReadAllBytesAsync(Path.Combine(folder["out"], "poster.png"), Cancel);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal((60, 40), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.Equal(6, Directory.GetFiles(Path.Combine(folder["out"], "tiles")).Length);
        Assert.Empty(Leftovers.Of(folder.Path));
    }

    [Fact]
    public async Task Audit_alone_finds_package_and_manifest()
    {
        using TemporaryFolder folder = new();
        using LocalProcess run = Start(folder, "--json", "--no-events");

        int exit = await run.ExitAsync(Cancel);

        Assert.True(exit == 0, run.All);
        Assert.Equal("Completed", RunLine.Read(run).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Asked_to_stop_it_stops_everything_it_started(bool terminate)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["long.job.json"], """
            { "schemaVersion": "1.0", "id": "long", "tasks": [ { "id": "short", "commandLine": "/bin/true" }, { "id": "long", "commandLine": "/bin/sleep 600" } ] }
            """, Cancel);
        using LocalProcess run = LocalProcess.Start(folder, ["run", folder["long.job.json"], "--out", folder["out"]]);
        await run.LineAsync(line => line.Contains("1/2 tasks done", StringComparison.Ordinal), "tasks are counted", Cancel);

        if (terminate)
        {
            run.Terminate();
        }
        else
        {
            run.Interrupt();
        }

        int exit = await run.ExitAsync(Cancel, TimeSpan.FromSeconds(60));

        Assert.Equal(1, exit);
        Assert.NotEqual("Completed", RunLine.Read(run).Status);
        Assert.Empty(Leftovers.Of(folder.Path));
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"], "autobatch*"));
    }

    [Fact]
    public async Task Bad_manifest_is_refused_before_anything_starts()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["bad.job.json"], """{ "schemaVersion": "1.0", "id": "x", "taks": [] }""", Cancel);
        using LocalProcess run = LocalProcess.Start(folder, "run", folder["bad.job.json"]);

        Assert.Equal(2, await run.ExitAsync(Cancel));
        Assert.Contains("bad.job.json(1,", run.All, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"], "autobatch*"));
    }

    private static LocalProcess Start(TemporaryFolder folder, params string[] more) => LocalProcess.Start(
        folder, ["run", Repository.PathOf("samples/api-index"), "--inputs", SampleInputs.Take(folder, Files), "--out", folder["out"], .. more]);
}
