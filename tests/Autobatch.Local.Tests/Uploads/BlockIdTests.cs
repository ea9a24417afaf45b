using Autobatch.Local.Uploads;

namespace Autobatch.Local.Tests.Uploads;

public sealed class BlockIdTests
{
    [Fact]
    public void Name_follows_from_place_and_content()
    {
        string name = BlockId.Of(3, "content"u8);

        Assert.Equal(name, BlockId.Of(3, "content"u8));
        Assert.NotEqual(name, BlockId.Of(4, "content"u8));
        Assert.NotEqual(name, BlockId.Of(3, "contents"u8));
        Assert.Equal(BlockId.Length, Convert.FromBase64String(name).Length);
        Assert.Equal(20, Convert.FromBase64String(BlockId.Of(3, "content"u8, 20)).Length);
    }
}
