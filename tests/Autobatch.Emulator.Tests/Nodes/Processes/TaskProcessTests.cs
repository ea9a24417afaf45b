using System.Globalization;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Processes;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Nodes.Processes;

public sealed class TaskProcessTests : IDisposable
{
    private readonly NodeFixture _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Task_that_exits_with_zero_succeeds_and_leaves_its_output_in_files()
    {
        TaskOutcome outcome = await _node.Run(NodeFixture.Shell("echo out; echo err >&2; pwd"));

        Assert.Null(outcome.Failure);
        Assert.Equal(0, outcome.ExitCode);
        Assert.True(outcome.Start <= outcome.End);
        Assert.Equal($"out\n{_node.TaskFolder()}/wd\n", _node.Output());
        Assert.Equal("err\n", await File.ReadAllTextAsync(Path.Combine(_node.TaskFolder(), "stderr.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Command_line_is_not_read_by_a_shell()
    {
        await _node.Run("/bin/echo $HOME `id` * | cat ; \"a  b\"");

        Assert.Equal("$HOME `id` * | cat ; a  b\n", _node.Output());
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit 127", 127)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -SEGV $$", 139)]
    public async Task Exit_codes_and_signals_are_told(string script, int expected)
    {
        TaskOutcome outcome = await _node.Run(NodeFixture.Shell(script));

        Assert.Equal(expected, outcome.ExitCode);
        Assert.Equal("FailureExitCode", outcome.Failure?.Code);
        Assert.Equal("usererror", outcome.Failure?.Category);
        Assert.False(outcome.Terminated);
    }

    [Fact]
    public async Task Retried_task_keeps_its_working_directory()
    {
        await _node.Run(NodeFixture.Shell("echo kept > note"));
        await _node.Run(NodeFixture.Shell("cat note"));

        Assert.Equal("kept\n", _node.Output());
    }

    [Fact]
    public async Task Time_limit_ends_the_task()
    {
        TaskOutcome outcome = await _node.Run("/bin/sleep 600", limit: TimeSpan.FromMilliseconds(200));

        Assert.Equal(137, outcome.ExitCode);
        Assert.Equal(("servererror", "TaskEnded"), (outcome.Failure?.Category, outcome.Failure?.Code));
        Assert.False(outcome.Terminated);
    }

    [Fact]
    public async Task Terminate_kills_daemons_that_left_the_session_and_ignore_signals()
    {
        using var terminate = new CancellationTokenSource();
        // A daemon two sessions away from the task, whose parent is dead, deaf to everything that can be ignored.
        Task<TaskOutcome> running = _node.RunUntil(
            NodeFixture.Launch(NodeFixture.Shell("trap '' TERM INT HUP; (setsid sh -c 'trap \"\" TERM; setsid sleep 600 & echo $! > daemon; sleep 600' & ); sleep 600")),
            terminate.Token);
        string pidFile = Path.Combine(_node.TaskFolder(), "wd", "daemon");
        await Wait.UntilAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'), "The daemon has not started.", cancellationToken: TestContext.Current.CancellationToken);
        int daemon = int.Parse(await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        Assert.NotNull(ProcessTable.Read(daemon));

        await terminate.CancelAsync();
        TaskOutcome outcome = await running;

        Assert.True(outcome.Terminated);
        Assert.Equal("TaskEnded", outcome.Failure?.Code);
        Assert.True(ProcessTable.Read(daemon) is null or { IsDead: true }, "The daemon is still alive.");
        Assert.Empty(Living());
    }

    [Fact]
    public async Task Hundred_tasks_are_terminated_together()
    {
        using var terminate = new CancellationTokenSource();
        Task<TaskOutcome>[] running = [.. Enumerable.Range(0, 100).Select(i => _node.RunUntil(NodeFixture.Launch(NodeFixture.Shell("touch up; sleep 600; true"), $"task-{i}"), terminate.Token))];
        await Wait.UntilAsync(() => Enumerable.Range(0, 100).All(i => File.Exists(Path.Combine(_node.TaskFolder($"task-{i}"), "wd", "up"))), "Not all tasks have started.", cancellationToken: TestContext.Current.CancellationToken);

        await terminate.CancelAsync();

        Assert.All(await Task.WhenAll(running), outcome => Assert.True(outcome.Terminated));
        Assert.DoesNotContain(ProcessTable.ReadAll(), process => !process.IsDead && ProcessTable.EnvironmentValue(process.Pid, "AZ_BATCH_NODE_ROOT_DIR=")?.StartsWith(_node.Root, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Attempt_that_spoiled_its_own_folder_does_not_spoil_the_next()
    {
        await _node.Run(NodeFixture.Shell("cd ..; rm stdout.txt; mkfifo stdout.txt; mv wd away; ln -s /tmp wd"));

        TaskOutcome outcome = await _node.Run(NodeFixture.Shell("pwd -P"));

        Assert.Null(outcome.Failure);
        Assert.Equal(_node.TaskFolder() + "/wd\n", _node.Output());
    }

    [Fact]
    public async Task Terminated_before_the_start_nothing_runs()
    {
        using var terminate = new CancellationTokenSource();
        await terminate.CancelAsync();

        TaskOutcome outcome = await _node.RunUntil(NodeFixture.Launch("/bin/touch ran"), terminate.Token);

        Assert.True(outcome.Terminated);
        Assert.Null(outcome.ExitCode);
        Assert.False(Directory.Exists(_node.TaskFolder()));
    }

    [Fact]
    public async Task What_a_finished_task_left_in_the_background_ends_with_it()
    {
        await _node.Run(NodeFixture.Shell("sleep 600 & exit 0"));

        await Wait.UntilAsync(() => Living().Count == 0, "The background process is still there.", cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Task_may_close_its_output()
    {
        TaskOutcome outcome = await _node.Run(NodeFixture.Shell("echo before; exec >&- 2>&-; sleep 0.05; exit 0"));

        Assert.Null(outcome.Failure);
        Assert.Equal("before\n", _node.Output());
    }

    [Fact]
    public async Task Fifty_megabytes_of_output_arrive_whole()
    {
        TaskOutcome outcome = await _node.Run(NodeFixture.Shell("head -c 52428800 /dev/zero"));

        Assert.Null(outcome.Failure);
        Assert.Equal(52428800, new FileInfo(Path.Combine(_node.TaskFolder(), "stdout.txt")).Length);
    }

    [Fact]
    public async Task Input_is_empty()
    {
        await _node.Run("/usr/bin/wc -c");

        Assert.Equal("0", _node.Output().Trim());
    }

    [Fact]
    public async Task Two_hundred_tasks_at_once_all_end_with_their_own_output()
    {
        TaskOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _node.Run(NodeFixture.Shell($"echo {i}; exit {i % 5}"), $"task-{i}")));

        for (int i = 0; i < outcomes.Length; i++)
        {
            Assert.Equal(i % 5, outcomes[i].ExitCode);
            Assert.Equal($"{i}\n", _node.Output($"task-{i}"));
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_node.Root, ".running")), file => file.EndsWith(".task", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-program-anywhere x", "CommandProgramNotFound")]
    [InlineData("./missing", "CommandProgramNotFound")]
    [InlineData("/etc/passwd", "CommandLaunchFailed")]
    [InlineData("/etc", "CommandLaunchFailed")]
    [InlineData("/bin/echo 'open", "CommandLaunchFailed")]
    [InlineData("   ", "CommandLaunchFailed")]
    public async Task Command_that_cannot_be_launched_is_named(string commandLine, string code)
    {
        TaskOutcome outcome = await _node.Run(commandLine);

        Assert.Equal(code, outcome.Failure?.Code);
        Assert.Equal("usererror", outcome.Failure?.Category);
        Assert.Null(outcome.ExitCode);
    }

    [Fact]
    public async Task Script_with_a_missing_interpreter_is_a_failed_launch_not_an_exit_code()
    {
        await _node.Run(NodeFixture.Shell("printf '#!/no/such/interpreter\\n' > tool; chmod +x tool"));

        TaskOutcome outcome = await _node.Run("./tool");

        Assert.Equal("CommandLaunchFailed", outcome.Failure?.Code);
        Assert.Null(outcome.ExitCode);
    }

    private List<ProcessStat> Living() =>
        [.. ProcessTable.ReadAll().Where(process => !process.IsDead && ProcessTable.EnvironmentValue(process.Pid, "AZ_BATCH_TASK_DIR=") == _node.TaskFolder())];
}
