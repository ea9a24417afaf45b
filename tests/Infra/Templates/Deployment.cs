using System.Text.Json;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>What <c>azd provision</c> would deploy with an azd environment: infra/main.bicepparam, evaluated by the compiler.</summary>
internal sealed record Deployment(IReadOnlyList<Resource> Resources, IReadOnlyDictionary<string, string> Outputs)
{
    public const string Subscription = "00000000-0000-0000-0000-000000000001";
    public const string Person = "11111111-1111-1111-1111-111111111111";

    public IReadOnlyList<Resource> Of(string type) => [.. Resources.Where(r => r.Type == type)];

    public Resource One(string type) => Assert.Single(Of(type));

    /// <summary>The function app's settings.</summary>
    public IReadOnlyDictionary<string, string> Settings() => One("Microsoft.Web/sites/config").Properties.EnumerateObject()
        .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    /// <param name="environment">Values of the azd environment, beside those that azd itself sets.</param>
    public static async Task<Deployment> EvaluateAsync(IReadOnlyDictionary<string, string?> environment)
    {
        (CommandEnd end, string? snapshot) = await SnapshotAsync(environment);
        Assert.True(end.ExitCode == 0, end.Errors);
        using JsonDocument json = JsonDocument.Parse(snapshot!);
        Assert.Equal(0, json.RootElement.GetProperty("diagnostics").GetArrayLength());
        return new Deployment(
            [.. json.RootElement.GetProperty("predictedResources").EnumerateArray().Select(r =>
                new Resource(r.GetProperty("type").GetString()!, r.GetProperty("name").GetString()!, r.GetProperty("id").GetString()!, r.Clone()))],
            json.RootElement.GetProperty("outputs").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.ToString()));
    }

    /// <summary>Why an environment cannot be deployed.</summary>
    public static async Task<string> RefuseAsync(IReadOnlyDictionary<string, string?> environment)
    {
        (CommandEnd end, _) = await SnapshotAsync(environment);
        Assert.NotEqual(0, end.ExitCode);
        return end.Errors;
    }

    private static async Task<(CommandEnd End, string? Snapshot)> SnapshotAsync(IReadOnlyDictionary<string, string?> environment)
    {
        // The compiler writes beside the parameters: into a copy.
        using TemporaryFolder work = new();
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("infra"), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(work.Path, Path.GetRelativePath(Repository.PathOf("infra"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Dictionary<string, string?> all = new(environment)
        {
            ["AZURE_ENV_NAME"] = "test",
            ["AZURE_LOCATION"] = "westeurope",
            ["AZURE_PRINCIPAL_ID"] = Person,
        };
        CommandEnd end = await Bicep.RunAsync(work.Path, all, "snapshot", "main.bicepparam", "--subscription-id", Subscription, "--location", "westeurope");
        string snapshot = Path.Combine(work.Path, "main.snapshot.json");
        return (end, File.Exists(snapshot) ? await File.ReadAllTextAsync(snapshot) : null);
    }
}
