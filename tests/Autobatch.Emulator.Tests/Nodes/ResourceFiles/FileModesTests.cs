using Autobatch.Emulator.Nodes.ResourceFiles;

namespace Autobatch.Emulator.Tests.Nodes.ResourceFiles;

public sealed class FileModesTests
{
    [Theory]
    [InlineData(null, 0b111_111_000)]
    [InlineData("", 0b111_111_000)]
    [InlineData("0770", 0b111_111_000)]
    [InlineData("644", 0b110_100_100)]
    [InlineData("07777", 0b111_111_111_111)]
    public void Octal_text_is_read(string? text, int mode) => Assert.Equal((UnixFileMode)mode, FileModes.Parse(text));

    [Theory]
    [InlineData("8")]
    [InlineData("rwx")]
    [InlineData("-1")]
    [InlineData("10000")]
    [InlineData("77777777777777777777")]
    [InlineData(" 770")]
    public void Anything_else_is_no_mode(string text) => Assert.Null(FileModes.Parse(text));

    [Theory]
    [InlineData(null, "a/b", "a/b")]
    [InlineData("", "a/b", "a/b")]
    [InlineData("dir", "a/b", "dir/a/b")]
    [InlineData("dir/", "a/b", "dir/a/b")]
    public void Blobs_keep_their_whole_name_below_the_directory(string? directory, string blob, string path) => Assert.Equal(path, TargetPath.ForBlob(directory, blob));
}
