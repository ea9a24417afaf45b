using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Storage;
using Autobatch.Emulator.Tests.RandomOperations;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What is being removed while something of the same name comes.</summary>
public sealed class RemovalRaceTests : IAsyncDisposable
{
    private const string Task1 = """{"id":"1","commandLine":"x"}""";
    private readonly RowStore _store = new();
    private readonly SteppedEmulator _emulator;

    public RemovalRaceTests() => _emulator = new(new FakeTimeProvider(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero)), new(), _store);

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task A_task_starts_only_when_the_deleted_one_of_its_name_is_gone_with_its_directory()
    {
        await RunningTask();
        _emulator.Agent.Resist();
        var deletion = _emulator.SendAsync("DELETE", "/jobs/j/tasks/1");
        await Expect(201, "POST", "/jobs/j/tasks", Task1);
        _emulator.ForcePass();
        Assert.Equal(TaskState.Running, _emulator.State.Jobs["j"].Tasks["1"].Record.State.Current);

        _emulator.Agent.GiveIn();
        Assert.Equal(200, (await deletion).Status);
        await _emulator.SettleAsync();

        Assert.Empty(_emulator.Agent.Faults);
        Assert.Single(_emulator.Agent.Runs);
    }

    [Fact]
    public async Task A_deletion_that_nobody_waits_for_any_more_removes_the_directory_after_the_process()
    {
        await RunningTask();
        _emulator.Agent.Resist();
        var deletion = _emulator.SendAsync("DELETE", "/jobs/j/tasks/1");
        _emulator.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(200, (await deletion).Status);
        Assert.Single(_emulator.Agent.Runs);

        _emulator.Agent.GiveIn();
        await _emulator.SettleAsync();

        Assert.Empty(_emulator.Agent.Faults);
        Assert.Empty(_emulator.Agent.Runs);
        Assert.Equal(["1"], _emulator.Agent.RemovedTasks.Select(place => place.TaskId));
    }

    [Fact]
    public async Task A_deletion_that_a_reset_overtakes_does_not_remove_the_new_job_of_that_name()
    {
        await Expect(201, "POST", "/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");
        var disk = new TaskCompletionSource();
        _emulator.Agent.Disk = disk.Task;
        await Expect(202, "DELETE", "/jobs/j");
        await Expect(200, "POST", "/_emulator/reset");
        await Expect(201, "POST", "/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");

        disk.SetResult();
        await _emulator.SettleAsync();
        await Expect(200, "GET", "/jobs/j");

        Assert.Contains(_store.Survivor().Load(), row => row.Key is { Kind: RowKind.Job, Id: "j" });
    }

    [Fact]
    public async Task At_the_start_the_directory_of_a_deleted_task_is_not_that_of_its_namesake()
    {
        await RunningTask();
        var place = Assert.Single(_emulator.Agent.Runs).Launch.Place;
        KnownPlaces Known() => _emulator.World.KnownPlaces(new HashSet<string>());
        Assert.True(Known().Task(place.Node.Account, "j", "1"));
        await Expect(200, "DELETE", "/jobs/j/tasks/1");
        Assert.False(Known().Task(place.Node.Account, "j", "1"));

        await Expect(201, "POST", "/jobs/j/tasks", Task1);

        Assert.False(Known().Task(place.Node.Account, "j", "1"));
        await _emulator.SettleAsync();
        Assert.True(Known().Task(place.Node.Account, "j", "1"));
    }

    private async Task RunningTask()
    {
        await Expect(201, "POST", "/pools", """{"id":"p","vmSize":"x","targetDedicatedNodes":1,"taskSlotsPerNode":2}""");
        await Expect(201, "POST", "/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");
        await Expect(201, "POST", "/jobs/j/tasks", Task1);
        await _emulator.SettleAsync();
        Assert.Single(_emulator.Agent.Runs);
    }

    private async Task Expect(int status, string method, string path, string? body = null) => Assert.Equal(status, (await _emulator.SendAsync(method, path, body)).Status);
}
