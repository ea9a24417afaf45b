using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using CsCheck;

namespace Autobatch.Emulator.Tests.State;

public sealed class SortedTasksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_order_of_comings_goings_and_lists_shows_what_is_there_by_id() => Gen.Select(Gen.Int[0, 30], Gen.Int[0, 3]).Array[0, 80].Sample(steps =>
    {
        var job = new JobEntry(AccountState.Nobody, new() { Id = "job", Sequence = 0, CreationTime = Noon, LastModified = Noon, State = new(JobState.Active, Noon) });
        foreach (var (number, action) in steps)
        {
            var id = $"{(number % 2 == 0 ? 'a' : 'B')}{number}";
            if (action == 3 && job.Tasks.TryGetValue(id, out var known))
            {
                job.Remove(known);
            }
            else if (action == 2)
            {
                Assert.Equal(job.Tasks.Keys.Order(StringComparer.OrdinalIgnoreCase), job.SortedTasks.Select(task => task.Record.Id));
            }
            else if (!job.Tasks.ContainsKey(id))
            {
                job.Add(new(job, new() { Id = id, Sequence = number, CreationTime = Noon, LastModified = Noon, State = new(TaskState.Active, Noon) }));
            }
        }

        Assert.Equal(job.Tasks.Keys.Order(StringComparer.OrdinalIgnoreCase), job.SortedTasks.Select(task => task.Record.Id));
    });
}
