using System.Text;

namespace Autobatch.Azurite.Tests.AccessLog;

public sealed class LineBufferTests
{
    [Fact]
    public void Line_split_over_reads_comes_out_whole()
    {
        LineBuffer buffer = new();
        Assert.Empty(Append(buffer, "on"));
        Assert.Equal(["one", "two"], Append(buffer, "e\ntwo\nth"));
        Assert.False(buffer.IsEmpty);
        Assert.Equal(["three"], Append(buffer, "ree\n"));
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void Letter_split_over_reads_comes_out_whole()
    {
        LineBuffer buffer = new();
        byte[] bytes = Encoding.UTF8.GetBytes("ü\n");
        Assert.Empty(buffer.Append(bytes.AsMemory(0, 1)).ToList());
        Assert.Equal(["ü"], buffer.Append(bytes.AsMemory(1)).ToList());
    }

    [Fact]
    public void Endless_line_is_skipped_and_the_next_is_read()
    {
        LineBuffer buffer = new();
        for (int i = 0; i < 100; i++)
        {
            Assert.Empty(Append(buffer, new string('x', 1024)));
        }

        Assert.Equal(["next"], Append(buffer, "tail\nnext\n"));
    }

    private static List<string> Append(LineBuffer buffer, string text) => buffer.Append(Encoding.UTF8.GetBytes(text)).ToList();
}
