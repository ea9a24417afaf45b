using System.Diagnostics;
using System.Globalization;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Processes;
using Autobatch.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Emulator.Tests.Nodes.Processes;

public sealed class RecoveryTests : IDisposable
{
    private readonly NodeFixture _node = new();

    public void Dispose() => _node.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_life_ends_what_still_runs_and_keeps_the_files()
    {
        // The first life never learns of the second, as if it had been killed: its records and processes are still there.
        Task<TaskOutcome> abandoned = _node.Run(NodeFixture.Shell("echo kept; (setsid sleep 600 & echo $! > daemon); exec sleep 600"));
        string daemonFile = Path.Combine(_node.TaskFolder(), "wd", "daemon");
        await Wait.UntilAsync(() => File.Exists(daemonFile) && File.ReadAllText(daemonFile).EndsWith('\n'), "The task has not started.", cancellationToken: Cancel);
        int daemon = int.Parse(await File.ReadAllTextAsync(daemonFile, Cancel), CultureInfo.InvariantCulture);

        await NextLife().RecoverAsync(Cancel);

        Assert.Equal(137, (await abandoned).ExitCode);
        Assert.True(ProcessTable.Read(daemon) is null or { IsDead: true }, "The daemon is still alive.");
        Assert.Equal("kept\n", _node.Output());
        Assert.Empty(Directory.EnumerateFiles(Running, "*.task"));
    }

    [Fact]
    public async Task Next_life_ends_what_started_just_before_the_kill_and_has_no_record_yet()
    {
        Task<TaskOutcome> abandoned = _node.Run(NodeFixture.Shell("touch up; exec sleep 600"));
        await Wait.UntilAsync(() => File.Exists(Path.Combine(_node.TaskFolder(), "wd", "up")), "The task has not started.", cancellationToken: Cancel);
        foreach (string file in Directory.EnumerateFiles(Running, "*.task")) File.Delete(file);

        await NextLife().RecoverAsync(Cancel);

        Assert.Equal(137, (await abandoned).ExitCode);
    }

    [Fact]
    public async Task Process_that_has_taken_the_recorded_id_is_left_alone()
    {
        using Process stranger = Process.Start("/usr/bin/setsid", ["/bin/sleep", "600"]);
        try
        {
            await Wait.UntilAsync(() => ProcessTable.Read(stranger.Id) is { } own && own.Session == stranger.Id, "The process has not made its session.", cancellationToken: Cancel);
            string line = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{stranger.Id}/stat"), Cancel);
            long start = ProcessStat.Parse(line)!.StartTime;
            string earlier = line.Replace($" {start.ToString(CultureInfo.InvariantCulture)} ", $" {(start - 1).ToString(CultureInfo.InvariantCulture)} ", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(Running, "stranger.task"), $"{earlier.TrimEnd()}\n{_node.TaskFolder()}\n", Cancel);

            await NextLife().RecoverAsync(Cancel);

            Assert.False(stranger.HasExited);
            Assert.Empty(Directory.EnumerateFiles(Running, "*.task"));
        }
        finally
        {
            stranger.Kill();
            await stranger.WaitForExitAsync(Cancel);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("failed\n")]
    [InlineData("4711 (sh) S 12 4710")]
    [InlineData("1 (init) S 0 1 1 0 -1 4194304 216 0 0 0 0 0 0 0 20 0 1 0 1 2654208 349\n/half/a/fol")]
    public async Task Record_that_was_cut_short_is_removed_and_names_nobody(string content)
    {
        await File.WriteAllTextAsync(Path.Combine(Running, "broken.task"), content, Cancel);

        await NextLife().RecoverAsync(Cancel);

        Assert.Empty(Directory.EnumerateFiles(Running, "*.task"));
    }

    [Fact]
    public async Task Records_of_another_boot_name_nobody()
    {
        Task<TaskOutcome> running = _node.Run(NodeFixture.Shell("echo $$ > pid; while [ ! -e go ]; do sleep 0.01; done; exit 4"));
        await Wait.UntilAsync(() => File.Exists(Path.Combine(_node.TaskFolder(), "wd", "pid")), "The task has not started.", cancellationToken: Cancel);
        await File.WriteAllTextAsync(Path.Combine(Running, "boot"), "another", Cancel);

        await NextLife().RecoverAsync(Cancel);
        await File.WriteAllTextAsync(Path.Combine(_node.TaskFolder(), "wd", "go"), "", Cancel);

        Assert.Equal(4, (await running).ExitCode);
    }

    private string Running => Path.Combine(_node.Root, ".running");

    private NodeAgent NextLife() => new(_node.Root, new NoStorage(), TimeProvider.System, NullLoggerFactory.Instance);
}
