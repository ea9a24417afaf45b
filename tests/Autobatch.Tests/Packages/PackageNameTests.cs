using Autobatch.Packages;

namespace Autobatch.Tests.Packages;

public sealed class PackageNameTests
{
    [Theory]
    [InlineData("ffmpeg/7.1.zip", "ffmpeg", "7.1")]
    [InlineData("My_App-1/1.0.0-rc.1.ZIP", "My_App-1", "1.0.0-rc.1")]
    [InlineData("a/_.zip", "a", "_")]
    public void Name_is_read(string blob, string application, string version) => Assert.Equal(new PackageName(application, version), PackageName.Parse(blob).Name);

    [Theory]
    [InlineData("ffmpeg.zip", "path part")]
    [InlineData("a/b/c.zip", "3 path parts")]
    [InlineData("a/1.0.tar.gz", "does not end in .zip")]
    [InlineData("a b/1.zip", "application id 'a b'")]
    [InlineData("a.b/1.zip", "application id")]
    [InlineData("/1.zip", "application id ''")]
    [InlineData("a/.zip", "version ''")]
    [InlineData("a/.1.zip", "start with a dot")]
    [InlineData("a/1 0.zip", "version '1 0'")]
    [InlineData("ä/1.zip", "application id 'ä'")]
    public void Name_that_is_none_says_why(string blob, string part)
    {
        PackageNameResult result = PackageName.Parse(blob);
        Assert.False(result.IsValid);
        Assert.Contains(part, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_have_their_bounds()
    {
        string longest = new('x', 64);
        Assert.True(PackageName.Parse($"{longest}/{longest}.zip").IsValid);
        Assert.False(PackageName.Parse($"{longest}x/1.zip").IsValid);
        Assert.False(PackageName.Parse($"a/{longest}x.zip").IsValid);
    }

    [Fact]
    public void References_compare_without_regard_to_case()
    {
        PackageReference[] references = [new("A", "1.0-RC"), new("a", "1.0-rc"), new("a", null), new("a", "2")];
        Assert.Equal(3, references.Distinct().Count());
    }
}
