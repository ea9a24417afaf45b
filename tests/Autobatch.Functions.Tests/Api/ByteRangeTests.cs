using Autobatch.Functions.Api;

namespace Autobatch.Functions.Tests.Api;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-4", 10, 0, 5)]
    [InlineData("bytes=4-", 10, 4, 6)]
    [InlineData("bytes=-3", 10, 7, 3)]
    [InlineData("bytes=-30", 10, 0, 10)]
    [InlineData("bytes=4-400", 10, 4, 6)]
    public void Range_lies_within_the_file(string header, long size, long offset, long length)
    {
        Assert.True(ByteRange.TryRead(header, out ByteRange? range));
        Assert.Equal((offset, length), range!.Within(size));
    }

    [Theory]
    [InlineData("bytes=10-12", 10)]
    [InlineData("bytes=-0", 10)]
    [InlineData("bytes=0-", 0)]
    public void Range_outside_the_file_is_none(string header, long size)
    {
        Assert.True(ByteRange.TryRead(header, out ByteRange? range));
        Assert.Null(range!.Within(size));
    }

    [Theory]
    [InlineData("lines=0-4")]
    [InlineData("bytes=4-2")]
    [InlineData("bytes=-")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=0-1,3-4")]
    public void Anything_else_is_refused(string header) => Assert.False(ByteRange.TryRead(header, out _));

    [Fact]
    public void No_header_is_no_range()
    {
        Assert.True(ByteRange.TryRead("", out ByteRange? range));
        Assert.Null(range);
    }
}
