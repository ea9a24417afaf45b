using Autobatch.Planning;

namespace Autobatch.Tests.Planning;

public sealed class InputSelectorTests
{
    [Fact]
    public void Files_are_chosen_once_in_ordinal_order()
    {
        TaskSource source = new("inputs", "show/", ["*.mkv", "**/*.mp4"], ["show/tmp/**"]);
        IReadOnlyList<InputFile> files = InputSelector.Select(
            source, ["show/b.mkv", "show/B.mkv", "show/b.mkv", "showcase/c.mkv", "show/tmp/d.mkv", "show/x/e.mp4", "show/f.txt", "show/g.mkv/"]);
        Assert.Equal(["show/B.mkv", "show/b.mkv", "show/x/e.mp4"], files.Select(f => f.Path));
        Assert.All(files, f => Assert.Equal("inputs", f.Container));
    }

    [Fact]
    public void Order_in_which_storage_lists_does_not_matter()
    {
        TaskSource source = new("inputs", "", [], []);
        string[] names = ["a/b", "a-b", "a", "Z", "ä", "a/B"];
        Assert.Equal(InputSelector.Select(source, names), InputSelector.Select(source, names.Reverse()));
    }

    [Theory]
    [InlineData("d/a.tar.gz", "a.tar.gz", "a.tar")]
    [InlineData(".profile", ".profile", ".profile")]
    [InlineData("d.e/noext", "noext", "noext")]
    public void File_has_its_names(string path, string name, string withoutExtension)
    {
        InputFile file = new("inputs", path);
        Assert.Equal((name, withoutExtension), (file.FileName, file.FileNameWithoutExtension));
    }
}
