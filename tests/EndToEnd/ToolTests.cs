using Autobatch.EndToEnd.Support;
using Autobatch.Testing;

namespace Autobatch.EndToEnd;

/// <summary>The packed tool, installed, away from its sources.</summary>
public sealed class ToolTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installed_tool_runs_a_manifest_on_a_machine_without_sources()
    {
        using TemporaryFolder folder = new();
        await DoneAsync(folder, "dotnet", "pack", Repository.PathOf("src", "Autobatch.Cli"), "--no-build", "-c", Configuration, "-o", folder["packed"]);
        await DoneAsync(folder, "dotnet", "tool", "install", "--tool-path", folder["tools"], "--source", folder["packed"], "Autobatch.Cli");
        await File.WriteAllTextAsync(folder["hello.job.json"], """{ "schemaVersion": "1.0", "id": "hello", "tasks": [{ "id": "greet", "commandLine": "/bin/echo hello" }] }""", Cancel);

        using LocalProcess run = LocalProcess.StartFile(folder, folder["tools/autobatch"], Away(folder), ["local", "run", "hello.job.json", "--out", "out", "--json"]);
        int exit = await run.ExitAsync(Cancel);

        Assert.True(exit == 0, run.All);
        Assert.Equal("Completed", RunLine.Read(run).Status);
        Assert.Equal("hello\n", await File.ReadAllTextAsync(folder["out/greet/stdout.txt"], Cancel));
        Assert.Empty(Leftovers.Of(folder.Path));
        Assert.InRange(new FileInfo(Directory.GetFiles(folder["packed"]).Single()).Length, 1, 20_000_000);
    }

    private static async Task DoneAsync(TemporaryFolder folder, string file, params string[] arguments)
    {
        using LocalProcess process = LocalProcess.StartFile(folder, file, new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" }, arguments);
        Assert.True(await process.ExitAsync(Cancel) == 0, process.All);
    }

    // A user who has never run it: Azurite too is installed from what the tool carries.
    private static Dictionary<string, string> Away(TemporaryFolder folder) => new() { ["XDG_DATA_HOME"] = folder["share"] };
}
