using Autobatch.Placement;
using CsCheck;

namespace Autobatch.Tests.Placement;

public sealed class WorkloadCapTests
{
    [Fact]
    public void Cap_holds_whatever_the_order_of_events_and_every_run_comes_to_its_end() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 250].Array[1, 5], Gen.Int[0, 1000].Array[50]).Sample((cap, runs, moves) =>
        {
            WorkloadPart[] parts = [.. runs.Select((_, i) => new WorkloadPart($"{i}", 0, 0, true))];
            for (int step = 0; parts.Any(p => p.WantsMore); step++)
            {
                Assert.InRange(step, 0, 100_000);
                int i = moves[step % moves.Length] % parts.Length;
                if (step % 50 == 49)
                {
                    // Whatever came at random, now and then the oldest run asks, when all tasks there have completed.
                    parts = [.. parts.Select(p => p with { Done = p.Granted })];
                    i = Array.FindIndex(parts, p => p.WantsMore);
                }

                WorkloadPart part = parts[i];
                if (step % 3 == 1)
                {
                    parts[i] = part with { Done = Math.Min(part.Granted, part.Done + 1) };
                    continue;
                }

                int wanted = Math.Min(100, runs[i] - part.Granted);
                if (wanted > 0)
                {
                    int granted = WorkloadCap.Grant(cap, parts, part.Place, wanted, 0);
                    Assert.True(granted == 0 || !parts.Take(i).Any(p => p.WantsMore));
                    parts[i] = part with { Granted = part.Granted + granted, WantsMore = part.Granted + granted < runs[i] };
                }

                Assert.InRange(parts.Sum(p => p.Active), 0, cap);
            }

            Assert.Equal(runs, parts.Select(p => p.Granted));
        });

    [Fact]
    public void Large_cap_is_not_filled_up_one_task_at_a_time()
    {
        WorkloadPart other = new("0", 95, 0, false);

        Assert.Equal(0, WorkloadCap.Grant(100, [other], "1", 50, 0));
        Assert.Equal(10, WorkloadCap.Grant(100, [other with { Done = 5 }], "1", 50, 0));
        Assert.Equal(3, WorkloadCap.Grant(100, [other], "1", 3, 0));
    }

    [Fact]
    public void Tasks_that_are_to_come_together_wait_for_room_for_all_or_for_the_whole_cap()
    {
        WorkloadPart other = new("0", 4, 0, false);

        Assert.Equal(0, WorkloadCap.Grant(8, [other], "1", 5, 5));
        Assert.Equal(5, WorkloadCap.Grant(8, [other with { Done = 1 }], "1", 5, 5));
        Assert.Equal(0, WorkloadCap.Grant(8, [other with { Done = 3 }], "1", 20, 20));
        Assert.Equal(8, WorkloadCap.Grant(8, [other with { Done = 4 }], "1", 20, 20));
    }

    [Fact]
    public void Cap_that_was_lowered_below_what_is_active_grants_nothing() =>
        Assert.Equal(0, WorkloadCap.Grant(2, [new WorkloadPart("0", 10, 5, false)], "1", 1, 0));
}
