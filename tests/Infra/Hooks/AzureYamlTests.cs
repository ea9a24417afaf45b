using System.Text.RegularExpressions;
using Autobatch.Infra.Tests.Support;
using Autobatch.Infra.Tests.Templates;
using YamlDotNet.RepresentationModel;

namespace Autobatch.Infra.Tests.Hooks;

/// <summary>azure.yaml is what azd expects, and everything that it names is there.</summary>
public sealed partial class AzureYamlTests
{
    // The properties that azd's schema (v1.0) has at these places and that we may use.
    private static readonly string[] s_top = ["name", "metadata", "infra", "services", "hooks"];
    private static readonly string[] s_service = ["project", "language", "host", "env", "hooks"];
    private static readonly string[] s_hook = ["shell", "run", "interactive", "continueOnError"];

    private readonly YamlMappingNode _yaml = Load();

    [Fact]
    public void Has_only_what_azd_knows()
    {
        Assert.Empty(Keys(_yaml).Except(s_top));
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", Text(_yaml, "name"));
        Assert.All(Map(_yaml, "services").Children.Values.Cast<YamlMappingNode>(), s => Assert.Empty(Keys(s).Except(s_service)));
        Assert.All(Map(_yaml, "hooks").Children.Values.Cast<YamlMappingNode>(), h => Assert.Empty(Keys(h).Except(s_hook)));
    }

    [Fact]
    public void Paths_exist()
    {
        YamlMappingNode infra = Map(_yaml, "infra");
        Assert.True(File.Exists(Repository.PathOf(Text(infra, "path"), $"{Text(infra, "module")}.bicep")));
        Assert.True(File.Exists(Repository.PathOf(Text(infra, "path"), $"{Text(infra, "module")}.bicepparam")));
        Assert.All(Map(_yaml, "services").Children.Values.Cast<YamlMappingNode>(), s => Assert.Single(Directory.GetFiles(Repository.PathOf(Text(s, "project")), "*.csproj")));
        Assert.All(Map(_yaml, "hooks").Children.Values.Cast<YamlMappingNode>(), h => Assert.True(File.Exists(Repository.PathOf(Text(h, "run")))));
    }

    [Fact]
    public async Task Service_is_found_by_the_tag_of_the_app_and_built_with_the_real_packages()
    {
        (YamlNode name, YamlNode service) = Assert.Single(Map(_yaml, "services").Children);
        Deployment made = await Deployments.GetAsync(Deployments.Plain);
        Assert.Equal(((YamlScalarNode)name).Value, made.One("Microsoft.Web/sites").Text("tags", "azd-service-name"));
        Assert.Equal("function", Text((YamlMappingNode)service, "host"));
        Assert.Equal("true", Text(Map((YamlMappingNode)service, "env"), "AzurePackages"));
    }

    [Fact]
    public async Task Hook_reads_only_what_azd_and_the_template_give()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Plain);
        string[] given = [.. made.Outputs.Keys, "AZURE_SUBSCRIPTION_ID", "AUTOBATCH_HOOK_PAUSE"];
        string[] read = [.. Variable().Matches(Repository.Read("infra", "hooks", "postdeploy.sh")).Select(m => m.Value).Distinct()];
        Assert.True(read.Length > 5);
        Assert.Empty(read.Except(given));
    }

    private static YamlMappingNode Load()
    {
        YamlStream stream = [];
        using StringReader text = new(Repository.Read("azure.yaml"));
        stream.Load(text);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static IEnumerable<string> Keys(YamlMappingNode map) => map.Children.Keys.Select(k => ((YamlScalarNode)k).Value!);

    private static YamlMappingNode Map(YamlMappingNode map, string key) => (YamlMappingNode)map.Children[new YamlScalarNode(key)];

    private static string Text(YamlMappingNode map, string key) => ((YamlScalarNode)map.Children[new YamlScalarNode(key)]).Value!;

    [GeneratedRegex(@"\b(AZURE|AUTOBATCH)_[A-Z_]+\b")]
    private static partial Regex Variable();
}
