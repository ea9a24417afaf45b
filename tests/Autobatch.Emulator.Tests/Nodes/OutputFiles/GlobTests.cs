using System.Text.RegularExpressions;
using Autobatch.Emulator.Nodes.OutputFiles;
using CsCheck;

namespace Autobatch.Emulator.Tests.Nodes.OutputFiles;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "a")]
    [InlineData("abc*", "abc")]
    [InlineData("abc*", "abcdef")]
    [InlineData("*.txt", "a.b.txt")]
    [InlineData("**/*.txt", "a.txt")]
    [InlineData("**/*.txt", "x/y/a.txt")]
    [InlineData("**", "x/y/a.txt")]
    [InlineData("**/*", "x/y/a.txt")]
    [InlineData("out/**", "out/x/y")]
    [InlineData("out/**/z.csv", "out/z.csv")]
    [InlineData("out/**/z.csv", "out/a/b/z.csv")]
    [InlineData("a**b", "a/x/b")]
    [InlineData("a**b", "ab")]
    [InlineData("**.txt", "x/a.txt")]
    [InlineData("?.txt", "a.txt")]
    [InlineData("[abc].txt", "b.txt")]
    [InlineData("[a-c]x", "cx")]
    [InlineData("[!a-c]x", "dx")]
    [InlineData("[]]", "]")]
    [InlineData("[a-]", "-")]
    [InlineData("abc[*]", "abc*")]
    [InlineData("a[b", "a[b")]
    [InlineData(".*", ".hidden")]
    [InlineData(".*.gif", ".a.gif")]
    [InlineData("**/.*", "x/.hidden")]
    [InlineData(".git/**", ".git/config")]
    [InlineData("*/.x/*", "a/.x/b")]
    [InlineData("a.*", "a.")]
    public void Matches(string pattern, string path)
    {
        Assert.True(new Glob(pattern).Matches(path));
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            Assert.True(new Glob(pattern).MayMatchBelow(path[..slash]), $"The walk would not enter {path[..slash]}.");
        }
    }

    [Theory]
    [InlineData("*", "a/b")]
    [InlineData("*", ".hidden")]
    [InlineData("*.gif", ".a.gif")]
    [InlineData("*.txt", ".txt")]
    [InlineData("?txt", ".txt")]
    [InlineData("[.]txt", ".txt")]
    [InlineData("**", ".hidden")]
    [InlineData("**/*", "x/.hidden")]
    [InlineData("**/*", ".git/config")]
    [InlineData("**/b", "a/.x/b")]
    [InlineData("a**b", "a/.b")]
    [InlineData("**.txt", "x/.txt")]
    [InlineData("out/**/z.csv", "outz.csv")]
    [InlineData("?", "")]
    [InlineData("?", "/")]
    [InlineData("[!a]", "/")]
    [InlineData("[abc]", "d")]
    [InlineData("abc", "abcd")]
    [InlineData("ABC", "abc")]
    public void Does_not_match(string pattern, string path) => Assert.False(new Glob(pattern).Matches(path));

    [Fact]
    public void Folder_that_cannot_match_is_not_entered()
    {
        Assert.False(new Glob("a/*.txt").MayMatchBelow("b"));
        Assert.False(new Glob("*.txt").MayMatchBelow("a"));
        Assert.False(new Glob("a/**").MayMatchBelow("a/.git"));
    }

    [Fact]
    public void Many_stars_take_no_time()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "b";

        Assert.False(new Glob(pattern).Matches(new string('a', 2000)));
    }

    [Fact]
    public void Agrees_with_regular_expressions_where_no_name_begins_with_a_dot()
    {
        Gen<string> pattern = Gen.OneOf("a", "b", "/", "*", "?", "[ab]", "[!a]", "**/", "ab/").Array[1, 7].Select(parts => string.Concat(parts));
        Gen<string> path = Gen.OneOf("a", "b", "ab", "c").Array[1, 3].Select(parts => string.Concat(parts)).Array[1, 4].Select(parts => string.Join('/', parts));
        Gen.Select(pattern, path).Where(pair => !pair.Item1.Contains("***", StringComparison.Ordinal)).Sample(pair => new Glob(pair.Item1).Matches(pair.Item2) == Oracle(pair.Item1).IsMatch(pair.Item2));
    }

    private static Regex Oracle(string pattern)
    {
        // The same language, spelled as a regular expression: "**/" opening a segment, other "**", then the single ones.
        string expression = Regex.Replace(pattern, @"(?<folders>(?<=^|/)\*\*/)|(?<any>\*\*)|(?<star>\*)|(?<one>\?)|(?<not>\[!)", match =>
            match.Groups["folders"].Success ? "(?:[^/]+/)*"
            : match.Groups["any"].Success ? ".*"
            : match.Groups["star"].Success ? "[^/]*"
            : match.Groups["one"].Success ? "[^/]"
            : "[^/");
        return new Regex("^(?:" + expression + ")$", RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }
}
