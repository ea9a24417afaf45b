using Autobatch.Placement;
using CsCheck;

namespace Autobatch.Tests.Placement;

public sealed class FairTurnsTests
{
    [Fact]
    public void Runs_without_a_workload_go_in_by_the_order_in_which_they_came()
    {
        FairTurns queue = FairTurns.Empty;
        List<int> order = [];
        for (int first = 0; first < 30; first += 3)
        {
            (IReadOnlyList<int> some, queue) = queue.Admit(Enumerable.Range(first, 30 - first).Select(i => (i, (string?)null)), 3, _ => 1);
            order.AddRange(some);
        }

        Assert.Equal(Enumerable.Range(0, 30), order);
    }

    [Fact]
    public void Shares_of_workloads_that_always_wait_come_to_their_weights_and_nobody_starves() => Gen.Select(Gen.Int[1, 8].Array[2, 5], Gen.Int[1, 4]).Sample((weights, room) =>
    {
        const int turns = 2000;
        int[] taken = new int[weights.Length];
        int[] last = new int[weights.Length];
        FairTurns queue = FairTurns.Empty;
        int sum = weights.Sum();
        for (int turn = 0; turn < turns;)
        {
            IEnumerable<(int, string?)> waiting = Enumerable.Range(0, weights.Length).SelectMany(w => Enumerable.Repeat((w, (string?)$"w{w}"), room));
            (IReadOnlyList<int> some, queue) = queue.Admit(waiting, room, name => weights[name[1] - '0']);
            Assert.Equal(room, some.Count);
            foreach (int workload in some)
            {
                taken[workload]++;
                Assert.InRange(turn - last[workload], 0, (sum * 2) + weights.Length);
                last[workload] = turn++;
            }
        }

        for (int w = 0; w < weights.Length; w++)
        {
            Assert.InRange(taken[w], (turns * weights[w] / (double)sum) - weights.Length - 10, (turns * weights[w] / (double)sum) + weights.Length + 10);
        }
    });

    [Fact]
    public void Workload_that_comes_anew_has_not_saved_up_turns()
    {
        FairTurns queue = FairTurns.Empty;
        for (int i = 0; i < 100; i++)
        {
            (_, queue) = queue.Admit([(0, "busy")], 1, _ => 1);
        }

        (IReadOnlyList<int> admitted, _) = queue.Admit(Enumerable.Repeat((0, (string?)"busy"), 10).Concat(Enumerable.Repeat((1, (string?)"new"), 10)), 10, _ => 1);

        Assert.InRange(admitted.Count(a => a == 1), 4, 6);
    }

    [Fact]
    public void Everybody_goes_in_once_whatever_waits() => Gen.Select(Gen.Int[0, 3].Array[0, 40], Gen.Int[1, 50]).Sample((workloads, room) =>
    {
        (int Run, string?)[] waiting = [.. workloads.Select((w, i) => (i, w == 0 ? null : $"w{w}"))];
        (IReadOnlyList<int> admitted, _) = FairTurns.Empty.Admit(waiting, room, _ => 2);

        Assert.Equal(Math.Min(room, waiting.Length), admitted.Count);
        Assert.Equal(admitted.Distinct().Count(), admitted.Count);
        foreach (IGrouping<string?, (int Run, string?)> own in waiting.GroupBy(w => w.Item2))
        {
            int[] order = [.. admitted.Where(a => waiting[a].Item2 == own.Key)];
            Assert.Equal(order.Order(), order);
        }
    });
}
