using System.Text.Json;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.AzureFlavour;

/// <summary>-p:AzurePackages=true is the real packages, in the versions that are agreed, and no stand-in.</summary>
public sealed class ProjectTests
{
    // The agreed versions: a change here is a decision, not a side effect.
    private static readonly Dictionary<string, string> s_agreed = new()
    {
        ["Azure.ResourceManager.Batch"] = "1.5.0",
        ["Microsoft.Azure.Functions.Worker"] = "2.52.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.DurableTask"] = "1.16.5",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http"] = "3.3.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore"] = "2.1.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Storage.Blobs"] = "6.8.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues"] = "5.5.3",
        ["Microsoft.Azure.Functions.Worker.Extensions.Timer"] = "4.3.1",
        ["Microsoft.Azure.Functions.Worker.Sdk"] = "2.0.7",
    };

    [Fact]
    public async Task Azure_flavour_has_every_real_package_and_no_standin()
    {
        Evaluation azure = await Evaluation.OfAsync(azurePackages: true);
        Assert.DoesNotContain(azure.Names("ProjectReference"), p => p.Contains("Standins", StringComparison.Ordinal));
        string[] packages = [.. azure.Names("PackageReference")];
        Assert.All(s_agreed, a =>
        {
            Assert.Contains(a.Key, packages);
            Assert.Equal(a.Value, azure.Metadata("PackageVersion", a.Key, "Version"));
        });
        Assert.Equal(
            packages.Where(p => p.StartsWith("Microsoft.Azure.Functions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            s_agreed.Keys.Where(p => p.StartsWith("Microsoft.Azure.Functions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Local_flavour_has_the_standins_and_no_real_package()
    {
        Evaluation local = await Evaluation.OfAsync(azurePackages: false);
        Assert.Equal(3, local.Names("ProjectReference").Count(p => p.Contains("Standins", StringComparison.Ordinal)));
        Assert.Empty(local.Names("PackageReference").Intersect(s_agreed.Keys));
        Assert.Empty(local.Names("PackageVersion").Intersect(s_agreed.Keys));
    }

    [Fact]
    public void What_the_app_stands_on_knows_no_standin() => Assert.All(
        ["Autobatch", "Autobatch.Batch"],
        project => Assert.DoesNotContain("Standins", Repository.Read("src", project, $"{project}.csproj"), StringComparison.Ordinal));

    [Fact]
    public async Task Project_is_what_the_functions_sdk_wants()
    {
        Evaluation azure = await Evaluation.OfAsync(azurePackages: true);
        Assert.Equal("Exe", azure.Properties.GetProperty("OutputType").GetString());
        Assert.Equal("v4", azure.Properties.GetProperty("AzureFunctionsVersion").GetString());

        // The runtime that infra/ asks for is the one that the app is built for.
        string framework = azure.Properties.GetProperty("TargetFramework").GetString()!;
        Assert.Contains($"runtime: {{ name: 'dotnet-isolated', version: '{framework["net".Length..]}' }}", Repository.Read("infra", "modules", "function-app.bicep"), StringComparison.Ordinal);

        JsonElement host = azure.Items.GetProperty("None").EnumerateArray().Single(i => i.GetProperty("Filename").GetString() == "host" && i.GetProperty("Extension").GetString() == ".json");
        Assert.Equal("host.json", host.GetProperty("Link").GetString());
        Assert.Equal("PreserveNewest", host.GetProperty("CopyToOutputDirectory").GetString());
        Assert.All(
            azure.Items.GetProperty("None").EnumerateArray().Where(i => i.GetProperty("Filename").GetString() == "local.settings"),
            i => Assert.Equal("Never", i.GetProperty("CopyToPublishDirectory").GetString()));
    }

    [Fact]
    public void Host_files_are_those_of_an_isolated_worker()
    {
        using JsonDocument host = JsonDocument.Parse(Repository.Read("host.json"));
        Assert.Equal("2.0", host.RootElement.GetProperty("version").GetString());
        string hub = host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("hubName").GetString()!;
        Assert.Matches("^[A-Za-z][A-Za-z0-9]{2,44}$", hub);
        using JsonDocument sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        Assert.Equal("dotnet-isolated", sample.RootElement.GetProperty("Values").GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
    }

    [Theory]
    [InlineData("false", "false", false)]
    [InlineData("true", "false", false)]
    [InlineData("true", "true", true)]
    public async Task Standins_are_never_published(string azurePackages, string azureBatchPackage, bool isPublished)
    {
        CommandEnd end = await Command.RunAsync(
            "dotnet",
            ["msbuild", Evaluation.Project, "-t:RefuseToPublishStandins", $"-p:AzurePackages={azurePackages}", $"-p:AzureBatchPackage={azureBatchPackage}", "-v:quiet", "-nologo"],
            Repository.Root,
            new Dictionary<string, string?> { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" });
        Assert.Equal(isPublished, end.ExitCode == 0);
        if (!isPublished) Assert.Contains("published with the real packages only", end.Output, StringComparison.Ordinal);
    }
}
