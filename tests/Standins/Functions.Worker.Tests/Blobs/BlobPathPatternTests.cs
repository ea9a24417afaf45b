using CsCheck;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

public sealed class BlobPathPatternTests
{
    [Theory]
    [InlineData("box/{name}", "a/b c.txt", "name=a/b c.txt")]
    [InlineData("box/{name}.{ext}", "a.b.csv", "name=a.b ext=csv")]
    [InlineData("box/in/{name}.zip", "in/x.zip", "name=x")]
    [InlineData("box/{application}/{version}.zip", "a/b/1.0.zip", "application=a/b version=1.0")]
    [InlineData("box/{a}-{b}", "1-2-3", "a=1-2 b=3")]
    [InlineData("box/{{x}}/{y}", "{x}/1", "y=1")]
    [InlineData("box/fixed.txt", "fixed.txt", "")]
    [InlineData("box", "anything/at all", "")]
    [InlineData("box/{name}", "", "name=")]
    [InlineData("box/{name}.txt", "line\nbreak.txt", "name=line\nbreak")]
    public void Each_part_takes_as_much_as_it_can(string path, string blob, string parts)
    {
        IReadOnlyDictionary<string, string>? match = Parse(path).Match(blob);
        Assert.NotNull(match);
        Assert.Equal(parts, string.Join(' ', match.Select(p => $"{p.Key}={p.Value}")));
    }

    [Theory]
    [InlineData("box/{name}.zip", "x.zip.txt")]
    [InlineData("box/in/{name}", "IN/x")]
    [InlineData("box/{a}/{b}", "alone")]
    [InlineData("box/fixed.txt", "fixed_txt")]
    [InlineData("box/x{name}", "y")]
    public void Other_names_do_not_match(string path, string blob) => Assert.Null(Parse(path).Match(blob));

    [Theory]
    [InlineData("box/in/{name}", "in/")]
    [InlineData("box/{name}", "")]
    [InlineData("box/a{{b/{c}", "a{b/")]
    [InlineData("box/whole", "whole")]
    public void Prefix_is_what_every_match_begins_with(string path, string prefix) => Assert.Equal(prefix, Parse(path).Prefix);

    [Theory]
    [InlineData("box/")]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("Box/{name}")]
    [InlineData("b--x/{name}")]
    [InlineData("{c}/{name}")]
    [InlineData("box/{name")]
    [InlineData("box/name}")]
    [InlineData("box/{}")]
    [InlineData("box/{a b}")]
    [InlineData("box/{a}{A}")]
    public void Wrong_path_says_why(string path)
    {
        Assert.Null(BlobPathPattern.Parse(path, out string? problem));
        Assert.False(string.IsNullOrEmpty(problem));
    }

    [Fact]
    public void Parts_put_back_into_the_pattern_give_the_name() => Gen.Select(
        Gen.String[Gen.Char["ab./-{"], 0, 8], Gen.String[Gen.Char["ab./-"], 0, 8], (a, b) => (a, b)).Sample(pair =>
    {
        string blob = pair.a + "-mid." + pair.b;
        IReadOnlyDictionary<string, string> parts = Parse("box/{a}-mid.{b}").Match(blob)!;
        return parts["a"] + "-mid." + parts["b"] == blob && parts["a"].Length >= pair.a.Length;
    });

    private static BlobPathPattern Parse(string path) =>
        BlobPathPattern.Parse(path, out string? problem) ?? throw new InvalidOperationException(problem);
}
