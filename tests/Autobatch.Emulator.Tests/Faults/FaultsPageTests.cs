using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Every example of docs/emulator-faults.md and docs/emulator.md works as it stands, and every kind of rules is on its page with all its properties.</summary>
public sealed partial class FaultsPageTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private static readonly string s_page = Resources.Read("emulator-faults.md");

    [Theory]
    [InlineData("emulator-faults.md", 5)]
    [InlineData("emulator.md", 1)]
    public async Task Every_example_works(string page, int least)
    {
        var examples = Example().Matches(Resources.Read(page)).Select(match => match.Groups["sh"].Value).ToList();

        Assert.True(examples.Count >= least);
        foreach (var example in examples)
        {
            var script = $"curl() {{ command curl -sS --fail-with-body \"$@\"; }}\n{example.Replace("http://127.0.0.1:10003/", emulator.Host.HttpAddress.AbsoluteUri, StringComparison.Ordinal)}";
            using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true })!;
            var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(shell.ExitCode == 0, $"{example}\nended with {shell.ExitCode}: {output}");
        }
    }

    [Fact]
    public void Every_rule_on_the_page_that_is_marked_as_good_can_be_read_and_the_others_cannot()
    {
        var marked = Marked().Matches(s_page).Select(match => (Good: match.Groups["mark"].Value == "✅", Rule: match.Groups["rule"].Value)).ToList();

        Assert.Contains(true, marked.Select(rule => rule.Good));
        Assert.Contains(false, marked.Select(rule => rule.Good));
        foreach (var (good, rule) in marked)
        {
            var error = Record.Exception(() => FaultKinds.Of(JsonElement.Parse(rule), ""));
            Assert.True(good == error is null, $"{rule}: {error?.Message}");
        }
    }

    [Fact]
    public void Every_kind_has_a_row_that_names_its_own_properties()
    {
        // Those that all kinds or all of a section have are told once.
        string[] common = ["id", "kind", "account", "poolId", "applied", "seen", "times", "probability", "seed", "skip", "operation", "jobId", "nodeId"];
        var rows = s_page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        foreach (var kind in FaultKinds.All.Values.Where(kind => kind.Name is not ("clockSkew" or "preemption" or "storageAccess")))
        {
            var row = Assert.Single(rows, line => line.StartsWith($"| `{kind.Name}` |", StringComparison.Ordinal));
            Assert.All(kind.Rules.Rules.Select(rule => rule.Name).Except(common), name => Assert.Contains($"`{name}`", row, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_schema_has_every_kind_with_its_properties_and_types()
    {
        var kinds = JsonElement.Parse(Resources.Read("emulator-faults.schema.json")).GetProperty("$defs");

        Assert.Equal(FaultKinds.All.Keys.Order(StringComparer.Ordinal), kinds.EnumerateObject().Select(kind => kind.Name).Where(name => name != "rule").Order(StringComparer.Ordinal));
        foreach (var kind in FaultKinds.All.Values)
        {
            var described = kinds.GetProperty(kind.Name);
            Assert.Equal(kind.Rules.Rules.Select(Row).Order(StringComparer.Ordinal), described.GetProperty("properties").EnumerateObject().Select(property => Row(property, described)).Order(StringComparer.Ordinal));
        }
    }

    private static string Row(PropertyRule rule) =>
        $"{rule.Name} {(rule.Required ? "required " : "")}{rule.Type switch { JsonType.Text => "string", JsonType.Flag => "boolean", _ => rule.Type.ToString().ToLowerInvariant() }}";

    private static string Row(JsonProperty property, JsonElement kind)
    {
        var value = property.Value.TryGetProperty("const", out var one) ? one : property.Value.TryGetProperty("enum", out var several) ? several[0] : default;
        var type = value.ValueKind switch { JsonValueKind.String => "string", JsonValueKind.Number => "integer", _ => property.Value.GetProperty("type").GetString() };
        var required = kind.GetProperty("required").EnumerateArray().Any(name => name.GetString() == property.Name);
        return $"{property.Name} {(required ? "required " : "")}{type}";
    }

    [GeneratedRegex("```sh\n(?<sh>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("(?<mark>✅|❌) `(?<rule>\\{.*?\\})`")]
    private static partial Regex Marked();
}
