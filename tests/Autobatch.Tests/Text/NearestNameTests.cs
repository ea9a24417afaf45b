using Autobatch.Text;

namespace Autobatch.Tests.Text;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("comandLine", "commandLine")]
    [InlineData("commnadLine", "commandLine")]
    [InlineData("COMMANDLINE", "commandLine")]
    [InlineData("prioritty", "priority")]
    [InlineData("id", "id")]
    [InlineData("xy", null)]
    [InlineData("nothing", null)]
    public void Nearest_is_found_only_when_near(string written, string? expected) =>
        Assert.Equal(expected, NearestName.Find(written, ["id", "priority", "commandLine", "displayName"]));

    [Fact]
    public void Swapped_neighbours_are_one_edit() => Assert.Equal((1, 2), (NearestName.Distance("abcd", "abdc", 9), NearestName.Distance("abcd", "axyd", 9)));
}
