using System.Text;
using Autobatch.Packages;
using CsCheck;

namespace Autobatch.Tests.Packages;

public sealed class DefaultVersionFileTests
{
    [Theory]
    [InlineData("7.1", "7.1")]
    [InlineData("\uFEFF 7.1-beta_2\r\n", "7.1-beta_2")]
    [InlineData("", null)]
    [InlineData("7.1 7.2", null)]
    [InlineData("7.1\n7.2", null)]
    [InlineData("a/b", null)]
    [InlineData(".7", null)]
    public void Content_is_one_version_or_nothing(string content, string? expected)
    {
        (string? version, string? error) = DefaultVersionFile.ParseContent(Encoding.UTF8.GetBytes(content));

        Assert.Equal(expected, version);
        Assert.Equal(expected is null, error is not null);
    }

    [Fact]
    public void Whatever_bytes_it_holds_the_version_is_legal_and_the_error_fit_to_show() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            (string? version, string? error) = DefaultVersionFile.ParseContent(bytes);
            Assert.True(version is null ? !error!.Any(char.IsControl) : PackageName.VersionError(version) is null);
        });

    [Theory]
    [InlineData("app/default.txt", true)]
    [InlineData("app/Default.TXT", true)]
    [InlineData("default.txt", false)]
    [InlineData("app/default.zip", false)]
    public void Name_tells_it_from_a_zip(string name, bool matches) => Assert.Equal(matches, DefaultVersionFile.Matches(name));

    [Fact]
    public void Application_is_before_the_name()
    {
        Assert.Equal("app", DefaultVersionFile.ParseName("app/default.txt").ApplicationId);
        Assert.NotNull(DefaultVersionFile.ParseName("a/b/default.txt").Error);
    }
}
