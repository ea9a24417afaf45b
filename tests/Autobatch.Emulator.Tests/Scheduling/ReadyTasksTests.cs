using Autobatch.Emulator.Model;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Tests.Scheduling;

public sealed class ReadyTasksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly ReadyTasks _ready = new();
    private readonly JobEntry _job = new(AccountState.Nobody, new() { Id = "job", Sequence = 0, CreationTime = Noon, LastModified = Noon, State = new(JobState.Active, Noon) });

    [Fact]
    public void The_oldest_task_that_fits_is_next()
    {
        Add("big", 1, slots: 4);
        Add("small", 2, slots: 1);
        Add("smaller and later", 3, slots: 1);

        Assert.Equal("big", _ready.Oldest(4)!.Record.Id);
        Assert.Equal("small", _ready.Oldest(3)!.Record.Id);
        Assert.Null(_ready.Oldest(0));
    }

    [Fact]
    public void A_multi_instance_task_waits_for_its_nodes_and_holds_up_nobody()
    {
        Add("wide", 1, instances: 3);
        Add("plain", 2);

        Assert.Equal("plain", _ready.Oldest(1, mostInstances: 2)!.Record.Id);
        Assert.Equal("wide", _ready.Oldest(1, mostInstances: 3)!.Record.Id);
        Assert.True(_ready.AnyMultiInstance());
    }

    [Fact]
    public void A_requeued_task_keeps_its_place()
    {
        var first = Add("first", 1);
        Add("second", 2);
        _ready.Take(first);
        _ready.Add(first);

        Assert.Equal("first", _ready.Oldest(1)!.Record.Id);
    }

    [Fact]
    public void Tasks_that_ended_or_were_deleted_while_they_waited_are_skipped()
    {
        var ended = Add("ended", 1);
        Add("deleted", 2).Deleted = true;
        Add("left", 3);
        ended.Record = ended.Record with { State = TaskStates.Machine.Move(ended.Record.State, TaskState.Completed, Noon) };

        Assert.Equal("left", _ready.Oldest(1)!.Record.Id);
        Assert.True(_ready.Any());
    }

    [Fact]
    public void Jobs_are_served_by_priority_and_then_by_age()
    {
        JobEntry Job(string id, long sequence, int priority) => new(
            AccountState.Nobody,
            new() { Id = id, Sequence = sequence, CreationTime = Noon, LastModified = Noon, State = new(JobState.Active, Noon), Traits = JobTraits.None with { Priority = priority } });

        Assert.Equal(["urgent", "old", "new", "idle"], Assignment.Order([Job("new", 3, 0), Job("idle", 1, -5), Job("old", 2, 0), Job("urgent", 4, 9)]).Select(job => job.Record.Id));
    }

    private TaskEntry Add(string id, long sequence, int slots = 1, int instances = 0)
    {
        var task = new TaskEntry(_job, new()
        {
            Id = id,
            Sequence = sequence,
            CreationTime = Noon,
            LastModified = Noon,
            State = new(TaskState.Active, Noon),
            Traits = TaskTraits.None with { RequiredSlots = slots, MultiInstance = instances == 0 ? null : new(instances) },
        });
        _ready.Add(task);
        return task;
    }
}
