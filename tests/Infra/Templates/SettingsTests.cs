using System.Text.RegularExpressions;
using Autobatch.Functions;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Infra.Tests.Support;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>The template sets what the app reads, or docs/deploy.md says why the app's own default is right.</summary>
public sealed partial class SettingsTests
{
    private const string Uri = "__blobServiceUri";

    [Fact]
    public async Task Every_setting_is_set_or_left_alone_for_a_reason()
    {
        HashSet<string> set = [.. (await Deployments.GetAsync(Deployments.Plain)).Settings().Keys.Select(Plain), .. (await Deployments.GetAsync(Deployments.Further)).Settings().Keys.Select(Plain)];
        string[] left = [.. LeftAlone()];
        Assert.NotEmpty(left);
        Assert.Empty(left.Intersect(set));

        string[] read = [.. Read(), .. Documented()];
        Assert.True(read.Length > 60, $"only {read.Length} settings are known");
        string[] missing = [.. read.Distinct().Where(s => !set.Any(k => k == s || k.StartsWith($"{s}:", StringComparison.Ordinal)) && !left.Any(l => Covers(l, s))).Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, $"neither set by infra/ nor in the table of docs/deploy.md: {string.Join(", ", missing)}");
        Assert.All(left, l => Assert.Contains(read, s => Covers(l, s)));
    }

    /// <summary>The host resolves <c>%…%</c>, and knows none of the app's own defaults.</summary>
    [Fact]
    public async Task Every_name_that_a_trigger_resolves_is_an_app_setting()
    {
        string[] names = [.. typeof(FunctionApp).Assembly.GetTypes().SelectMany(t => t.GetMethods()).SelectMany(m => m.GetParameters())
            .SelectMany(p => p.GetCustomAttributesData()).SelectMany(a => a.ConstructorArguments).Select(a => a.Value).OfType<string>()
            .SelectMany(text => Resolved().Matches(text)).Select(m => Plain(m.Groups[1].Value)).Distinct()];
        Assert.True(names.Length >= 6, string.Join(' ', names));
        Assert.Empty(names.Except((await Deployments.GetAsync(Deployments.Plain)).Settings().Keys.Select(Plain)));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task App_starts_with_them(string deployment)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        AppOptions options = SettingsReader.Read(Configuration(made));
        Assert.True(options.Telemetry is { Traces: true, Metrics: true, Logs: true, ByIdentity: true, OtlpTraces: false });
        Assert.Equal(deployment == Deployments.Regions ? 4 : deployment == Deployments.Private ? 2 : 1, options.Accounts.Count);
        Assert.All(options.Accounts, a => Assert.Null(a.Key));
        Assert.Equal("default", options.DefaultPool?.Id);
        Assert.Equal(deployment == Deployments.Further ? ["theirstorage", "otherstorage"] : [], options.Storage.Select(s => s.Name));
        Assert.All(options.Storage, s => StorageConnections.Blobs(Configuration(made), s.Connection, new DefaultAzureCredential()));
    }

    [Fact]
    public async Task Accounts_are_told_in_the_order_of_the_regions()
    {
        AppOptions options = SettingsReader.Read(Configuration(await Deployments.GetAsync(Deployments.Regions)));
        Assert.Equal(["ba0", "ba1", "ba2", "the"], options.Accounts.Select(a => a.Name[..3]));
        Assert.Equal(Deployments.TheirBatch, options.Accounts[3].ResourceId.ToString());
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Every_connection_is_an_identity(string deployment)
    {
        IReadOnlyDictionary<string, string> settings = (await Deployments.GetAsync(deployment)).Settings();
        string[] connections = [.. settings.Keys.Where(k => k.EndsWith(Uri, StringComparison.Ordinal)).Select(k => k[..^Uri.Length])];
        Assert.Contains(StorageConnections.App, connections);
        Assert.Contains(StorageConnections.AutoStorage, connections);
        Assert.Equal(deployment == Deployments.Further ? 4 : 2, connections.Length);
        Assert.All(connections, c =>
        {
            Assert.False(settings.ContainsKey(c));
            Assert.Equal("managedidentity", settings[$"{c}__credential"]);
            Assert.Contains("clientId", settings[$"{c}__clientId"], StringComparison.Ordinal);
        });
    }

    /// <summary>As the app would have them: what only Azure knows is some URL, or a connection string with one.</summary>
    private static IConfiguration Configuration(Deployment made)
    {
        ConfigurationBuilder builder = new();
        Defaults.AddTo(builder);
        return builder.AddInMemoryCollection(made.Settings().Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)Known(s.Key, s.Value)))).Build();
    }

    private static string Known(string name, string value)
    {
        const string Url = "https://somewhere.example/";
        return !value.StartsWith('[') || name == "APPLICATIONINSIGHTS_AUTHENTICATION_STRING" ? value
            : name == "APPLICATIONINSIGHTS_CONNECTION_STRING" ? $"InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint={Url}"
            : Url;
    }

    /// <summary>What the app's reader asks for, asked with nothing but the least that it needs.</summary>
    private static IEnumerable<string> Read()
    {
        ConfigurationBuilder builder = new();
        Defaults.AddTo(builder);
        AskedConfiguration asked = new(builder.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Autobatch:Accounts:0:Name"] = "name",
            ["Autobatch:Accounts:0:Endpoint"] = "https://somewhere.example/",
            ["Autobatch:Accounts:0:ResourceId"] = Deployments.TheirBatch,
            ["Autobatch:DefaultPool:Id"] = "default",
        }).Build());
        SettingsReader.Read(asked);
        return asked.Keys.Select(Plain);
    }

    /// <summary>The first column of docs/settings.md; a name that begins with a colon continues the one before it.</summary>
    private static IEnumerable<string> Documented() => Names("settings.md").Where(n => n.StartsWith("Autobatch:", StringComparison.Ordinal));

    private static IEnumerable<string> LeftAlone() => Names("deploy.md", "## Settings left to their defaults");

    private static IEnumerable<string> Names(string page, string? heading = null)
    {
        string text = Repository.Read("docs", page);
        if (heading is not null)
        {
            int start = text.IndexOf(heading, StringComparison.Ordinal);
            Assert.True(start >= 0, $"{page} has no '{heading}'");
            int end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
            text = end < 0 ? text[start..] : text[start..end];
        }

        foreach (string row in text.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            string before = "";
            foreach (string name in Code().Matches(row.Split('|')[1]).Select(m => m.Groups[1].Value))
            {
                string full = name.StartsWith(':') ? before[..before.LastIndexOf(':')] + name : name;
                before = full;
                yield return Plain(full);
            }
        }
    }

    private static bool Covers(string left, string setting) => left == setting || (left.EndsWith(":*", StringComparison.Ordinal) && setting.StartsWith(left[..^1], StringComparison.Ordinal));

    /// <summary>One spelling: colons, and {n} for numbers.</summary>
    private static string Plain(string name) => Number().Replace(name.Replace("__", ":", StringComparison.Ordinal), ":{n}$1");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Resolved();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@":\d+(:|$)")]
    private static partial Regex Number();
}
