using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Tests.Nodes.Files;

public sealed class TaskFilesTests : IDisposable
{
    private readonly NodeFixture _node = new();

    private ITaskFiles Files => _node.Agent.Files;

    private static TaskPlace Place => NodeFixture.Place();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Listing_has_names_relative_to_the_task_directory()
    {
        await _node.Run(NodeFixture.Shell("echo said; mkdir -p sub/deep; echo x > sub/deep/f.html; chmod 640 sub/deep/f.html"));

        IReadOnlyList<NodeFile> flat = Files.List(Place, recursive: false)!;
        IReadOnlyList<NodeFile> all = Files.List(Place, recursive: true)!;

        Assert.Equal(["stderr.txt", "stdout.txt", "wd"], flat.Select(file => file.Name));
        Assert.Equal(["stderr.txt", "stdout.txt", "wd", "wd/sub", "wd/sub/deep", "wd/sub/deep/f.html"], all.Select(file => file.Name));
        Assert.Equal([false, false, true, true, true, false], all.Select(file => file.IsDirectory));
        NodeFile html = all[^1];
        Assert.Equal((2L, "text/html", "0o100640"), (html.Length, html.ContentType, html.Mode));
        Assert.Equal(html, Files.Find(Place, "wd/sub/deep/f.html"));
        Assert.Equal("text/plain", all[1].ContentType);
        Assert.InRange(html.LastModified, TimeProvider.System.GetUtcNow().AddMinutes(-10), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task Node_listing_begins_at_the_nodes_root()
    {
        await _node.Run("/bin/true");

        IReadOnlyList<NodeFile> files = Files.List(NodeFixture.Node, recursive: false)!;

        Assert.Equal(["applications", "fsmounts", "shared", "startup", "volatile", "workitems"], files.Select(file => file.Name));
        Assert.NotNull(Files.Find(NodeFixture.Node, "workitems/job/job-1/task/stdout.txt"));
    }

    [Theory]
    [InlineData("../other/stdout.txt")]
    [InlineData("../../../../shared")]
    [InlineData("/etc/passwd")]
    [InlineData("wd/../../x")]
    [InlineData("wd/out")]
    [InlineData("wd/outdir")]
    [InlineData("wd/outdir/passwd")]
    [InlineData("wd/dangling")]
    [InlineData("wd/circle")]
    [InlineData("missing")]
    [InlineData("stdout.txt/x")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a\0b")]
    public async Task Names_and_links_that_lead_outside_are_absent(string name)
    {
        await _node.Run(NodeFixture.Shell("ln -s /etc/passwd out; ln -s /etc outdir; ln -s nowhere dangling; ln -s circle circle"));

        Assert.Null(Files.Find(Place, name));
        Assert.Null(Files.Open(Place, name));
        Assert.False(Files.Delete(Place, name, recursive: true));
        Assert.DoesNotContain(Files.List(Place, recursive: true)!, file => file.Name == name);
        Assert.True(File.Exists("/etc/passwd"));
    }

    [Fact]
    public async Task Links_inside_are_followed_and_circles_do_not_hang_a_listing()
    {
        await _node.Run(NodeFixture.Shell("echo x > f; ln -s f link; ln -s .. up"));

        Assert.Contains(Files.List(Place, recursive: true)!, file => file.Name == "wd/link" && file.Length == 2);
        using Stream content = Files.Open(Place, "wd/link")!;
        Assert.Equal('x', content.ReadByte());
    }

    [Fact]
    public async Task Pipe_is_not_opened()
    {
        await _node.Run("/usr/bin/mkfifo pipe");

        Assert.Null(Files.Open(Place, "wd/pipe"));
    }

    [Fact]
    public async Task File_of_a_running_task_grows_while_it_is_read()
    {
        Task<TaskOutcome> running = _node.Run(NodeFixture.Shell("echo one; while [ ! -e go ]; do sleep 0.01; done; echo two"));
        await Autobatch.Testing.Wait.UntilAsync(() => Files.Find(Place, "stdout.txt") is { Length: 4 }, "The first line has not been written.", cancellationToken: TestContext.Current.CancellationToken);
        using var reader = new StreamReader(Files.Open(Place, "stdout.txt")!);
        Assert.Equal("one", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(Path.Combine(_node.TaskFolder(), "wd", "go"), "", TestContext.Current.CancellationToken);
        await running;

        Assert.Equal("two", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Delete_removes_the_entry_and_never_what_a_link_points_to()
    {
        await _node.Run(NodeFixture.Shell("mkdir -p full/x empty; echo x > f; ln -s f link; ln -s full dirlink"));

        Assert.True(Files.Delete(Place, "wd/link", recursive: false));
        Assert.True(Files.Delete(Place, "wd/dirlink", recursive: true));
        Assert.False(Files.Delete(Place, "wd/full", recursive: false));
        Assert.True(Files.Delete(Place, "wd/empty", recursive: false));
        Assert.Equal(["wd", "wd/f", "wd/full", "wd/full/x"], Files.List(Place, recursive: true)!.Select(file => file.Name).Where(name => name.StartsWith("wd", StringComparison.Ordinal)));
        Assert.True(Files.Delete(Place, "wd/full", recursive: true));
        Assert.False(Files.Delete(Place, "wd/full", recursive: true));
    }

    [Fact]
    public async Task Gone_directory_lists_as_null()
    {
        await _node.Run("/bin/true");
        await _node.Agent.DeleteTaskAsync(Place, TestContext.Current.CancellationToken);

        Assert.Null(Files.List(Place, recursive: true));
        Assert.Null(Files.Find(Place, "stdout.txt"));
    }
}
