using System.Text.RegularExpressions;
using Autobatch.Tests.Support;

namespace Autobatch.Tests.Docs;

/// <summary>docs/features.md points at tests that exist.</summary>
public sealed partial class FeaturesPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "features.md"));

    private static readonly ILookup<string, string> s_sources = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
        .ToLookup(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText);

    [Fact]
    public void Every_test_named_exists()
    {
        (string Class, string Method)[] named = [.. Named().Matches(s_page).Select(m => (m.Groups["class"].Value, m.Groups["method"].Value))];
        Assert.True(named.Length > 40, $"only {named.Length} tests are named");
        Assert.All(named, n => Assert.True(
            s_sources[n.Class].Any(s => Declares(s, n.Class) && (n.Method.Length == 0 || Regex.IsMatch(s, $@"(?:Task|void) {n.Method}\("))), $"{n.Class}.{n.Method} is nowhere"));
    }

    [Fact]
    public void Every_row_names_a_test()
    {
        string[] rows = [.. s_page.Split('\n').Where(l => Row().IsMatch(l))];
        Assert.True(rows.Length > 20, $"only {rows.Length} rows");
        Assert.All(rows, r => Assert.Matches(Named(), r));
        Assert.Equal(rows.Length, rows.Select(r => Row().Match(r).Value).Distinct().Count());
    }

    private static bool Declares(string source, string name) => Regex.IsMatch(source, $@"class {name}\b");

    [GeneratedRegex(@"`(?<class>[A-Z][A-Za-z]+Tests)(?:\.(?<method>[A-Z][A-Za-z0-9_]+))?`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| [0-9]+ \|")]
    private static partial Regex Row();
}
