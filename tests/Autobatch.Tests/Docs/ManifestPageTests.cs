using System.Text;
using System.Text.RegularExpressions;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;
using Autobatch.Tests.Planning;
using Autobatch.Tests.Support;

namespace Autobatch.Tests.Docs;

/// <summary>What docs/manifest.md shows is what the code does.</summary>
public sealed partial class ManifestPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "manifest.md"));

    [Fact]
    public void Examples_marked_good_can_be_planned()
    {
        string[] good = [.. GoodExample().Matches(s_page).Select(m => m.Groups["json"].Value)];
        Assert.Equal(7, good.Length);
        Assert.All(good, g => Assert.Empty(PlanFixture.TryPlan(g).Errors));
    }

    [Fact]
    public void Examples_marked_bad_fail_with_the_code_named()
    {
        (string Code, string Json)[] bad = [.. BadExample().Matches(s_page).Select(m => (m.Groups["code"].Value, m.Groups["json"].Value))];
        Assert.Equal(4, bad.Length);
        Assert.All(bad, b => Assert.Equal([b.Code], ManifestReader.Read(Encoding.UTF8.GetBytes(b.Json)).Errors.Select(e => e.Code)));
    }

    [Fact]
    public void Every_example_is_one_or_the_other() =>
        Assert.Equal(Fence().Count(s_page), GoodExample().Count(s_page) + BadExample().Count(s_page));

    [Fact]
    public void Braces_become_what_the_table_says()
    {
        string table = s_page[s_page.IndexOf("| written | becomes |", StringComparison.Ordinal)..];
        (string Written, string Becomes)[] rows = [.. Row().Matches(table[..table.IndexOf("\n\n", StringComparison.Ordinal)]).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, r => Assert.Equal(r.Becomes, PlaceholderText.Expand(r.Written, _ => PlanFixture.RunId)));
    }

    [Fact]
    public void Every_placeholder_has_its_row() =>
        Assert.All(PlaceholderNames.Fixed, n => Assert.Contains($"`{{{n}}}`", s_page, StringComparison.Ordinal));

    [Fact]
    public void Codes_named_are_in_the_catalogue() =>
        Assert.All(
            CodeName().Matches(s_page).Select(m => m.Value),
            c => Assert.True(ErrorCatalogue.Knows(c), c));

    [GeneratedRegex("```json")]
    private static partial Regex Fence();

    [GeneratedRegex("✅\n```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex GoodExample();

    [GeneratedRegex("❌ [^\n]*?\\(`(?<code>[A-Za-z]+)`[^\n]*\n```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BadExample();

    [GeneratedRegex("^\\| `(.*?)` \\| `(.*?)` \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("(?<=`)(?:[A-Z][a-z]+){2,}(?=`)")]
    private static partial Regex CodeName();
}
