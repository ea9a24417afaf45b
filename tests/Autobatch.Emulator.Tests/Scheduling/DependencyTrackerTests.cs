using System.Globalization;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Scheduling;
using CsCheck;

namespace Autobatch.Emulator.Tests.Scheduling;

public sealed class DependencyTrackerTests
{
    private readonly DependencyTracker<string> _tracker = new();

    [Fact]
    public void A_task_is_ready_when_all_ids_have_satisfied()
    {
        Assert.False(_tracker.Add("merge", ["a", "B"], []));

        Assert.Empty(_tracker.Satisfy("A"));
        Assert.Equal(["merge"], _tracker.Satisfy("b"));
    }

    [Fact]
    public void Dependencies_that_have_satisfied_before_count()
    {
        _tracker.Satisfy("1");
        _tracker.Satisfy("2");

        Assert.True(_tracker.Add("merge", ["1"], [new(1, 2)]));
        Assert.False(_tracker.Add("late", [], [new(1, 3)]));
    }

    [Fact]
    public void Leading_zeros_do_not_matter_and_the_first_satisfies()
    {
        Assert.False(_tracker.Add("merge", [], [new(4, 5)]));
        Assert.Empty(_tracker.Satisfy("004"));
        Assert.Empty(_tracker.Satisfy("4"));
        Assert.Equal(["merge"], _tracker.Satisfy("05"));
    }

    [Fact]
    public void Ids_that_are_no_integers_leave_ranges_alone()
    {
        Assert.False(_tracker.Add("merge", [], [new(1, 1)]));
        Assert.Empty(_tracker.Satisfy("one"));
        Assert.Equal(["merge"], _tracker.Satisfy("1"));
    }

    [Fact]
    public void Ranges_at_the_ends_of_the_integers_work()
    {
        Assert.False(_tracker.Add("edges", [], [new(int.MinValue, int.MinValue), new(int.MaxValue, int.MaxValue)]));
        Assert.Empty(_tracker.Satisfy(int.MinValue.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(["edges"], _tracker.Satisfy(int.MaxValue.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void It_releases_exactly_what_a_plain_check_of_all_dependencies_would() =>
        Gen.Select(
            Gen.Select(Gen.Int[1, 12].Array[0, 3], Gen.Select(Gen.Int[1, 12], Gen.Int[0, 5], (start, length) => new IdRange(start, Math.Min(12, start + length))).Array[0, 3]).Array[1, 8],
            Gen.Int[0, 11].Array[12]).Sample((waiters, shuffle) =>
        {
            var tracker = new DependencyTracker<int>();
            HashSet<int> satisfied = [];
            HashSet<int> released = [];
            for (var i = 0; i < waiters.Length; i++)
            {
                if (tracker.Add(i, [.. waiters[i].Item1.Select(id => $"{id}")], waiters[i].Item2))
                {
                    released.Add(i);
                }
            }

            foreach (var id in Shuffled(shuffle))
            {
                satisfied.Add(id);
                foreach (var ready in tracker.Satisfy($"{id}"))
                {
                    Assert.True(released.Add(ready), "A task was released twice.");
                }

                var expected = Enumerable.Range(0, waiters.Length).Where(i =>
                    waiters[i].Item1.All(satisfied.Contains) && waiters[i].Item2.All(range => Enumerable.Range(range.Start, range.End - range.Start + 1).All(satisfied.Contains)));
                Assert.Equal(expected.Order(), released.Order());
            }
        });

    [Fact]
    public void Ten_thousand_tasks_before_a_merge_cost_little()
    {
        Assert.False(_tracker.Add("merge", [], [new(0, 9999)]));
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(_tracker.Add($"overlapping {i}", [], [new(i, 9999)]));
        }

        var ready = Enumerable.Range(0, 10000).Sum(i => _tracker.Satisfy($"{i}").Count);

        Assert.Equal(1001, ready);
    }

    private static IEnumerable<int> Shuffled(int[] draws)
    {
        var left = Enumerable.Range(1, 12).ToList();
        foreach (var draw in draws)
        {
            var at = draw % left.Count;
            yield return left[at];
            left.RemoveAt(at);
        }
    }
}
