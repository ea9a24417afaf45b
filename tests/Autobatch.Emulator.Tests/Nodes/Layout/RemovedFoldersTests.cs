using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Emulator.Tests.Nodes.Layout;

public sealed class RemovedFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_is_out_of_the_way_at_once_and_its_content_goes_later()
    {
        Fill("job");
        File.CreateSymbolicLink(_folder["job/job-1/link"], _folder["outside"]);
        using RemovedFolders removed = Make();

        removed.Take(_folder["job"]);
        removed.Take(_folder["never-was"]);

        Assert.False(Directory.Exists(_folder["job"]));
        await EmptyAsync();
        Assert.True(File.Exists(_folder["outside/keep"]));
    }

    [Fact]
    public async Task What_a_life_left_goes_in_the_next_one()
    {
        Fill(".removed/left");
        using RemovedFolders removed = Make();
        Assert.True(Directory.Exists(_folder[".removed/left"]));

        removed.Resume();

        await EmptyAsync();
    }

    [Fact]
    public void A_stop_does_not_wait_for_everything()
    {
        Fill("job", tasks: 2000);
        using (RemovedFolders removed = Make())
        {
            removed.Take(_folder["job"]);
        }

        Assert.NotEmpty(Directory.GetDirectories(_folder[".removed"]));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_moved_is_removed_where_it_is()
    {
        Fill("job");
        File.SetUnixFileMode(_folder["job"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using RemovedFolders removed = Make();

        removed.Take(_folder["job"]);

        Assert.False(Directory.Exists(_folder["job"]));
        await EmptyAsync();
    }

    private RemovedFolders Make() => new(_folder[".removed"], NullLogger.Instance);

    private void Fill(string name, int tasks = 20)
    {
        Directory.CreateDirectory(_folder["outside"]);
        File.WriteAllText(_folder["outside/keep"], "");
        for (int i = 0; i < tasks; i++)
        {
            Directory.CreateDirectory(_folder[$"{name}/job-1/{i}/wd"]);
            File.WriteAllText(_folder[$"{name}/job-1/{i}/stdout.txt"], "out");
        }
    }

    private Task EmptyAsync() => Wait.UntilAsync(
        () => !Directory.Exists(_folder[".removed"]) || Directory.GetFileSystemEntries(_folder[".removed"]).Length == 0,
        "what was removed is gone",
        TimeSpan.FromSeconds(60),
        Cancel);
}
