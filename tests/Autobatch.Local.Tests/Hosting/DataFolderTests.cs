using Autobatch.Local.CommandLine;
using Autobatch.Local.Hosting;
using Autobatch.Testing;

namespace Autobatch.Local.Tests.Hosting;

public sealed class DataFolderTests
{
    [Fact]
    public void Second_holder_of_a_folder_is_refused_in_one_line_and_the_next_is_not()
    {
        using TemporaryFolder folder = new();
        using (DataFolder.Open(folder["data"]))
        {
            LocalException refused = Assert.Throws<LocalException>(() => DataFolder.Open(folder["data"]));
            Assert.Equal(ExitCodes.NotFit, refused.ExitCode);
            Assert.Contains("is in use by another start or run", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }

        using DataFolder next = DataFolder.Open(folder["data"]);
        Assert.False(next.IsTemporary);
    }

    [Fact]
    public void New_folder_is_private()
    {
        using TemporaryFolder folder = new();
        using DataFolder data = DataFolder.Open(folder["data"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data.Path));
    }

    [Fact]
    public void File_in_the_folders_place_is_named()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "x");
        Assert.Contains("is a file", Assert.Throws<LocalException>(() => DataFolder.Open(folder["file"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Temporary_folder_goes_away()
    {
        string path;
        using (DataFolder data = DataFolder.Temporary())
        {
            path = data.Path;
            Assert.True(Directory.Exists(path));
        }

        Assert.False(Directory.Exists(path));
    }
}
