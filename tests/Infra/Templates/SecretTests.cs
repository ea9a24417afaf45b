using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>No secret leaves a deployment: not by an output, not by a setting.</summary>
public sealed partial class SecretTests
{
    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task No_setting_and_no_output_holds_one(string deployment)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        Assert.NotEmpty(made.Outputs);
        Assert.All(made.Settings().Concat(made.Outputs), s =>
        {
            Assert.DoesNotMatch(SecretName(), s.Key);
            Assert.DoesNotMatch(SecretValue(), s.Value);
        });
    }

    [Fact]
    public async Task Only_the_webhooks_read_a_key_and_only_into_their_url()
    {
        string main = await CompileAsync("main.bicep");
        Assert.DoesNotMatch(KeyReader(), main);

        string webhooks = await CompileAsync("webhooks.bicep");
        using JsonDocument json = JsonDocument.Parse(webhooks);
        Assert.False(json.RootElement.TryGetProperty("outputs", out _));
        Match read = Assert.Single(KeyReader().Matches(webhooks));
        string line = webhooks[webhooks.LastIndexOf('\n', read.Index)..webhooks.IndexOf('\n', read.Index)];
        Assert.StartsWith("\"endpointUrl\"", line.Trim(), StringComparison.Ordinal);
    }

    private static async Task<string> CompileAsync(string file)
    {
        CommandEnd end = await Bicep.RunAsync(Repository.PathOf("infra"), new Dictionary<string, string?>(), "build", file, "--stdout");
        Assert.True(end is { ExitCode: 0, Errors: "" }, end.Errors);
        return end.Output;
    }

    [GeneratedRegex(@"\blist(Keys|AccountSas|ServiceSas|Secrets|ConnectionStrings)?\s*\(|\blistkeys\(", RegexOptions.IgnoreCase)]
    private static partial Regex KeyReader();

    [GeneratedRegex("(Key|Secret|Password|Token|AccessKey)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"AccountKey=|SharedAccess|[?&]sig=|\blist\w+\(|InstrumentationKey=", RegexOptions.IgnoreCase)]
    private static partial Regex SecretValue();
}
