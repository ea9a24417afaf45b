using Autobatch.Placement;
using CsCheck;

namespace Autobatch.Tests.Placement;

public sealed class TaskMarksTests
{
    [Fact]
    public void Marks_are_what_was_added_also_after_they_were_kept_as_bytes() => Gen.Select(Gen.Int[0, 5000].Array[0, 200], Gen.Int[0, 5000].Array[0, 200]).Sample((some, others) =>
    {
        TaskMarks marks = new();
        Assert.All(some.Distinct(), task => Assert.True(marks.Add(task)));
        Assert.All(some, task => Assert.False(marks.Add(task)));
        TaskMarks more = new();
        foreach (int task in others)
        {
            more.Add(task);
        }

        TaskMarks both = new(marks.ToBytes());
        both.Add(new TaskMarks(more.ToBytes()));

        HashSet<int> expected = [.. some, .. others];
        Assert.Equal(expected.Count, both.Count);
        Assert.All(Enumerable.Range(0, 5100), task => Assert.Equal(expected.Contains(task), both.Has(task)));
    });

    [Fact]
    public void Million_tasks_take_no_more_than_their_bits()
    {
        TaskMarks marks = new();
        for (int task = 0; task < 1_000_000; task++)
        {
            marks.Add(task);
        }

        Assert.Equal(125_000, marks.ToBytes().Length);
        Assert.Equal(1_000_000, marks.Count);
    }
}
