using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Storage;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What is being removed while something of the same name comes.</summary>
public sealed class RemovalRaceTests : SteppedTest
{
    private const string Task1 = """{"id":"1","commandLine":"x"}""";

    [Fact]
    public async Task A_task_starts_only_when_the_deleted_one_of_its_name_is_gone_with_its_directory()
    {
        await RunningTask();
        Emulator.Agent.Resist();
        var deletion = Emulator.SendAsync("DELETE", "/jobs/j/tasks/1");
        await Expect(201, "POST", "/jobs/j/tasks", Task1);
        Emulator.ForcePass();
        Assert.Equal(TaskState.Running, Emulator.State.Jobs["j"].Tasks["1"].Record.State.Current);

        Emulator.Agent.GiveIn();
        Assert.Equal(200, (await deletion).Status);
        await Emulator.SettleAsync();

        Assert.Empty(Emulator.Agent.Faults);
        Assert.Single(Emulator.Agent.Runs);
    }

    [Fact]
    public async Task A_deletion_that_nobody_waits_for_any_more_removes_the_directory_after_the_process()
    {
        await RunningTask();
        Emulator.Agent.Resist();
        var deletion = Emulator.SendAsync("DELETE", "/jobs/j/tasks/1");
        Emulator.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(200, (await deletion).Status);
        Assert.Single(Emulator.Agent.Runs);

        Emulator.Agent.GiveIn();
        await Emulator.SettleAsync();

        Assert.Empty(Emulator.Agent.Faults);
        Assert.Empty(Emulator.Agent.Runs);
        Assert.Equal(["1"], Emulator.Agent.RemovedTasks.Select(place => place.TaskId));
    }

    [Fact]
    public async Task A_deletion_that_a_reset_overtakes_does_not_remove_the_new_job_of_that_name()
    {
        await Expect(201, "POST", "/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");
        var disk = new TaskCompletionSource();
        Emulator.Agent.Disk = disk.Task;
        await Expect(202, "DELETE", "/jobs/j");
        await Expect(200, "POST", "/_emulator/reset");
        await Expect(201, "POST", "/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");

        disk.SetResult();
        await Emulator.SettleAsync();
        await Expect(200, "GET", "/jobs/j");

        Assert.Contains(Store.Survivor().Load(), row => row.Key is { Kind: RowKind.Job, Id: "j" });
    }

    [Fact]
    public async Task At_the_start_the_directory_of_a_deleted_task_is_not_that_of_its_namesake()
    {
        await RunningTask();
        var place = Assert.Single(Emulator.Agent.Runs).Launch.Place;
        KnownPlaces Known() => Emulator.World.KnownPlaces(new HashSet<string>());
        Assert.True(Known().Task(place.Node.Account, "j", "1"));
        await Expect(200, "DELETE", "/jobs/j/tasks/1");
        Assert.False(Known().Task(place.Node.Account, "j", "1"));

        await Expect(201, "POST", "/jobs/j/tasks", Task1);

        Assert.False(Known().Task(place.Node.Account, "j", "1"));
        await Emulator.SettleAsync();
        Assert.True(Known().Task(place.Node.Account, "j", "1"));
    }

    private async Task RunningTask()
    {
        await PoolAsync(slots: 2);
        await JobAsync();
        await TaskAsync("1");
        Assert.Single(Emulator.Agent.Runs);
    }

    private async Task Expect(int status, string method, string path, string? body = null) => Assert.Equal(status, (await Emulator.SendAsync(method, path, body)).Status);
}
