using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>The templates are free of warnings under infra/bicepconfig.json, in which every rule is an error.</summary>
public sealed class LintTests
{
    // Modules are looked at with the file that uses them.
    [Theory]
    [InlineData("main.bicepparam")]
    [InlineData("webhooks.bicep")]
    public async Task Nothing_is_said_about_it(string file)
    {
        CommandEnd end = await Bicep.RunAsync(
            Repository.PathOf("infra"), new Dictionary<string, string?> { ["AZURE_ENV_NAME"] = "test", ["AZURE_LOCATION"] = "westeurope" }, "lint", file);
        Assert.True(end is { ExitCode: 0, Errors: "", Output: "" }, end.Errors + end.Output);
    }

    [Fact]
    public async Task A_warning_would_be_seen()
    {
        using Autobatch.Testing.TemporaryFolder work = new();
        File.Copy(Repository.PathOf("infra", "bicepconfig.json"), work["bicepconfig.json"]);
        await File.WriteAllTextAsync(work["main.bicep"], "param unused string\n", TestContext.Current.CancellationToken);
        CommandEnd end = await Bicep.RunAsync(work.Path, new Dictionary<string, string?>(), "lint", "main.bicep");
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains("Error no-unused-params", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_module_is_used()
    {
        string main = Repository.Read("infra", "main.bicep");
        Assert.All(
            Directory.EnumerateFiles(Repository.PathOf("infra", "modules")),
            f => Assert.Contains($"'modules/{Path.GetFileName(f)}'", main, StringComparison.Ordinal));
    }
}
