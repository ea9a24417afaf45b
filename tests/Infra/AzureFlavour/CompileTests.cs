using System.Text.Json;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.AzureFlavour;

/// <summary>
/// The app's sources compile against the real Functions and Durable packages, with the Functions SDK's own checks. Azure.ResourceManager.Batch stays a stand-in here, since
/// it is not served everywhere; neither are all versions, so that the nearest one may take the place of an agreed one. Where the packages cannot be had the test is skipped.
/// </summary>
public sealed class CompileTests
{
    private static readonly string[] s_notServed = ["NU1101", "NU1102", "NU1301"];

    [Fact]
    public async Task App_compiles_against_the_real_functions_packages_and_its_triggers_are_found()
    {
        using TemporaryFolder work = new();
        string[] flavour = ["-p:AzurePackages=true", "-p:AzureBatchPackage=false", "-p:WarningsNotAsErrors=NU1603", "--artifacts-path", work.Path, "-v", "quiet", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"];
        CommandEnd restore = await RunAsync(["restore", Evaluation.Project, .. flavour]);
        string? missing = s_notServed.FirstOrDefault(code => restore.Output.Contains(code, StringComparison.Ordinal));
        Assert.SkipWhen(restore.ExitCode != 0 && missing is not null, $"The real packages are not served here ({missing}).");
        Assert.True(restore.ExitCode == 0, restore.Output);

        CommandEnd build = await RunAsync(["build", Evaluation.Project, .. flavour]);
        Assert.True(build.ExitCode == 0, string.Join('\n', build.Output.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)).Distinct()));

        // What the Functions SDK found in the compiled app, as the host will.
        string metadata = Assert.Single(Directory.GetFiles(work["bin/Autobatch.Functions"], "functions.metadata", SearchOption.AllDirectories));
        using JsonDocument functions = JsonDocument.Parse(await File.ReadAllTextAsync(metadata, TestContext.Current.CancellationToken));
        JsonElement[] triggers = [.. functions.RootElement.EnumerateArray().Select(f => f.GetProperty("bindings")[0])];
        Assert.True(triggers.Length > 40, $"only {triggers.Length} functions");
        JsonElement[] blobs = [.. triggers.Where(t => t.GetProperty("type").GetString() == "blobTrigger")];
        Assert.NotEmpty(blobs);
        Assert.All(blobs, b =>
        {
            Assert.Equal("EventGrid", b.GetProperty("source").GetString());
            Assert.Equal("AutoStorage", b.GetProperty("connection").GetString());
        });
    }

    private static Task<CommandEnd> RunAsync(IEnumerable<string> arguments) => Command.RunAsync(
        "dotnet", arguments, Repository.Root, new Dictionary<string, string?> { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" });
}
