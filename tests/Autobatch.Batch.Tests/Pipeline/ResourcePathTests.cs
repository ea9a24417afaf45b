namespace Autobatch.Batch.Tests;

public sealed class ResourcePathTests
{
    [Fact]
    public void Parts_are_encoded_whole() =>
        Assert.Equal("/jobs/j/tasks/t%201/files/wd%2Fsub%20dir%2Fa%2Bb.txt", ResourcePath.Of("jobs", "j", "tasks", "t 1", "files", "wd/sub dir/a+b.txt"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void Part_that_would_address_something_else_is_refused(string part) =>
        Assert.Throws<ArgumentException>(() => ResourcePath.Of("jobs", part, "terminate"));
}
