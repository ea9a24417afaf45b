using System.Text.RegularExpressions;
using Autobatch.Planning;
using CsCheck;

namespace Autobatch.Tests.Planning;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "d/e/a.txt", true)]
    [InlineData("*.txt", "a.TXT", false)]
    [InlineData("d/*.txt", "d/a.txt", true)]
    [InlineData("d/*.txt", "d/e/a.txt", false)]
    [InlineData("d/**/a.txt", "d/a.txt", true)]
    [InlineData("d/**/a.txt", "d/e/f/a.txt", true)]
    [InlineData("d/**/a.txt", "d/xa.txt", false)]
    [InlineData("**/a.txt", "a.txt", true)]
    [InlineData("**/a.txt", "d/ba.txt", false)]
    [InlineData("d/**", "d/e/f", true)]
    [InlineData("d/**", "d", false)]
    [InlineData("?.txt", "a.txt", true)]
    [InlineData("?.txt", "ab.txt", false)]
    [InlineData("d/?", "d//", false)]
    [InlineData("a+b.txt", "a+b.txt", true)]
    [InlineData("[ab].txt", "a.txt", false)]
    public void Pattern_matches(string pattern, string name, bool expected) => Assert.Equal(expected, new Glob(pattern).Matches(name));

    [Fact]
    public void Matches_what_a_plain_translation_to_a_regular_expression_matches() =>
        Gen.Select(Gen.String[Gen.Char["ab/*?."], 0, 10], Gen.String[Gen.Char["ab/."], 0, 12])
            .Sample((pattern, name) => new Glob(pattern).Matches(name) == Naive(pattern, name), iter: 20_000);

    [Fact]
    public void Hostile_pattern_is_not_slow()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "/b";
        Assert.False(new Glob(pattern).Matches(new string('a', 1024)));
    }

    private static bool Naive(string pattern, string name)
    {
        string text = pattern.Contains('/', StringComparison.Ordinal) ? name : name[(name.LastIndexOf('/') + 1)..];
        string tokens = Regex.Replace(pattern, @"\*{2,}", "\u0001");
        tokens = Regex.Replace(tokens, @"(^|/)\u0001/", "$1\u0002");
        tokens = Regex.Replace(tokens, @"(^|/|\u0002)\u0001/", "$1\u0002");
        string regex = string.Concat(tokens.Select(c => c switch
        {
            '\u0001' => ".*",
            '\u0002' => "(?:.*/)?",
            '*' => "[^/]*",
            '?' => "[^/]",
            _ => Regex.Escape(c.ToString()),
        }));
        return Regex.IsMatch(text, $"^(?:{regex})\\z", RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }
}
