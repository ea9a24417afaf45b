using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Verbs;
using Autobatch.Testing;

namespace Autobatch.Local.Tests.Samples;

/// <summary>What <c>pack</c> makes of a sample runs on a machine without .NET, such as a node of Azure Batch.</summary>
public sealed class PackTests
{
    private const string Sample = "mandelbrot-poster";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Package_runs_without_dotnet_and_the_manifest_takes_the_default_pool()
    {
        using TemporaryFolder work = new();
        string runtime = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        try
        {
            Assert.Equal(0, await PackVerb.ExecuteAsync(new PackSettings(SamplePath(), work["drop"], runtime, null), TextWriter.Null));
        }
        catch (LocalException failure) when (failure.Message.Contains("Microsoft.NETCore.App.Runtime", StringComparison.Ordinal))
        {
            Assert.Skip("The runtime that goes into such packages is not served here.");
        }

        Assert.Equal([$"jobs/{Sample}.job.json", "packages/mandelbrot/1.0.0.zip"], Files(work["drop"]));
        using JsonDocument manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(work[$"drop/jobs/{Sample}.job.json"], Cancel));
        Assert.False(manifest.RootElement.TryGetProperty("poolInfo", out _));
        string command = manifest.RootElement.GetProperty("taskFactory").GetProperty("repeatTask").GetProperty("commandLine").GetString()!;
        Assert.Contains("$AZ_BATCH_APP_PACKAGE_mandelbrot_1_0_0/run.sh", command, StringComparison.Ordinal);

        await ZipFile.ExtractToDirectoryAsync(work["drop/packages/mandelbrot/1.0.0.zip"], work["package"], Cancel);
        Assert.Equal(["mandelbrot", "run.sh"], Files(work["package"]));
        await RunTileAsync(work, "first");

        // A node that unpacks zips without their permissions.
        File.SetUnixFileMode(work["package/mandelbrot"], UnixFileMode.UserRead);
        await RunTileAsync(work, "second");
        Assert.Equal(await File.ReadAllBytesAsync(work["first/tile-0-0.rgb"], Cancel), await File.ReadAllBytesAsync(work["second/tile-0-0.rgb"], Cancel));
    }

    [Fact]
    public async Task Folder_that_holds_something_is_left_alone()
    {
        using TemporaryFolder work = new();
        await File.WriteAllTextAsync(work["mine"], "", Cancel);
        LocalException refused = await Assert.ThrowsAsync<LocalException>(() => PackVerb.ExecuteAsync(new PackSettings(SamplePath(), work.Path, "linux-x64", null), TextWriter.Null));
        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Equal(["mine"], Files(work.Path));
    }

    /// <summary>With an empty environment but for a PATH that has what every Linux has.</summary>
    private static async Task RunTileAsync(TemporaryFolder work, string folder)
    {
        Directory.CreateDirectory(work[folder]);
        Directory.CreateDirectory(work["bin"]);
        foreach (string tool in new[] { "cp", "chmod" })
        {
            if (!File.Exists(work[$"bin/{tool}"])) File.CreateSymbolicLink(work[$"bin/{tool}"], $"/bin/{tool}");
        }

        ProcessStartInfo start = new("/bin/sh", [work["package/run.sh"], "tile", "0", "0", "1", "1", "20", "-0.5", "0", "3", "50"])
        {
            WorkingDirectory = work[folder],
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = work["bin"];
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, errors);
        Assert.True(File.Exists(Path.Combine(work[folder], "tile-0-0.rgb")), string.Join(' ', Files(work[folder])));
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static string SamplePath() => Repository.PathOf("samples", Sample);
}
