using System.Text.Json;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.AzureFlavour;

/// <summary>The function app's project as MSBuild evaluates it; nothing is restored or built.</summary>
internal sealed record Evaluation(JsonElement Properties, JsonElement Items)
{
    public const string Project = "src/Autobatch.Functions/Autobatch.Functions.csproj";

    private static readonly string[] s_properties = ["OutputType", "AzureFunctionsVersion", "TargetFramework", "AssemblyName"];
    private static readonly string[] s_items = ["PackageReference", "PackageVersion", "ProjectReference", "None"];

    public static async Task<Evaluation> OfAsync(bool azurePackages)
    {
        CommandEnd end = await Command.RunAsync(
            "dotnet",
            ["msbuild", Project, $"-p:AzurePackages={(azurePackages ? "true" : "false")}", $"-getProperty:{string.Join(',', s_properties)}", $"-getItem:{string.Join(',', s_items)}"],
            Repository.Root,
            new Dictionary<string, string?> { ["AzurePackages"] = null, ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" });
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        using JsonDocument json = JsonDocument.Parse(end.Output);
        return new Evaluation(json.RootElement.GetProperty(nameof(Properties)).Clone(), json.RootElement.GetProperty(nameof(Items)).Clone());
    }

    public IEnumerable<string> Names(string item) => Items.GetProperty(item).EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!);

    public string? Metadata(string item, string identity, string name) => Items.GetProperty(item).EnumerateArray()
        .Single(i => i.GetProperty("Identity").GetString() == identity).TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
