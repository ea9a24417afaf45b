using Autobatch.Emulator.Autoscale.Simulation;

namespace Autobatch.Emulator.Tests.Autoscale;

/// <summary>Formulas against tasks that arrive.</summary>
public sealed class PoolSimulationTests
{
    private static readonly SimulationPlan s_plan = new(
        "$TargetDedicatedNodes = min(4, $PendingTasks.GetSample(1));", TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero), 1, TimeSpan.Zero, 0, 0, 0, Tasks(8, minutes: 10));

    [Fact]
    public void A_pool_grows_works_and_is_empty_again()
    {
        var result = Run(s_plan);

        // Two rounds of four tasks, 10 minutes each.
        Assert.Equal((4, 4, 4), At(result, 0, point => (point.Dedicated, point.Running, point.Active)));
        Assert.Equal((4, 4, 4), At(result, 10, point => (point.Dedicated, point.Running, point.Succeeded)));
        Assert.Equal((0, 0, 8), At(result, 20, point => (point.Dedicated, point.Running, point.Succeeded)));
        Assert.Equal(TimeSpan.FromMinutes(20), result.LastEnd);
        Assert.Equal((4 * 20 * 60.0, 0.0), result.NodeSeconds);
        Assert.Equal(8 * 10 * 60, result.BusySeconds);
        Assert.Equal(13, result.Evaluations.Count);
        Assert.All(result.Evaluations, evaluation => Assert.Null(evaluation.Run.Error));
    }

    [Fact]
    public void Nodes_take_their_time_and_those_that_are_not_there_yet_are_called_off_first()
    {
        var result = Run(s_plan with
        {
            AllocationDelay = TimeSpan.FromMinutes(12),
            Formula = "$TargetDedicatedNodes = $CurrentDedicatedNodes.Count() < 15 ? 5 : 2;",
        });

        Assert.Equal((5, 0), At(result, 0, point => (point.TargetDedicated, point.Dedicated)));
        Assert.Equal((2, 0), At(result, 10, point => (point.TargetDedicated, point.Dedicated)));
        Assert.Equal((2, 2), At(result, 12, point => (point.TargetDedicated, point.Dedicated)));
    }

    [Theory]
    [InlineData("requeue", 4, 0, 0)]
    [InlineData("terminate", 4, 0, 4)]
    [InlineData("taskcompletion", 8, 4, 0)]
    public void Tasks_of_a_node_that_leaves_fare_as_the_option_says(string option, int succeeded, int nodes, int failed)
    {
        // All nodes leave at 15 minutes, when the second round has run for 5.
        var result = Run(s_plan with { Formula = $"$TargetDedicatedNodes = time() < time(\"2026-01-05T08:15:00Z\") ? 4 : 0; $NodeDeallocationOption = {option};" });

        Assert.Equal(nodes, At(result, 15, point => point.Dedicated));
        Assert.Equal((succeeded, failed), At(result, 60, point => (point.Succeeded, point.Failed)));
        Assert.Equal(8, At(result, 60, point => point.Succeeded + point.Failed + point.Active));
    }

    [Fact]
    public void What_arrives_later_and_runs_several_at_a_time_is_counted_by_kind()
    {
        var result = Run(s_plan with
        {
            Formula = "$TargetDedicatedNodes = 0; $TargetLowPriorityNodes = avg($ActiveTasks.GetSample(1)) > 0 ? 1 : 0; $NodeDeallocationOption = taskcompletion;",
            SlotsPerNode = 3,
            Arrivals = [.. Tasks(2, minutes: 1), new(TimeSpan.FromMinutes(31), 3, TimeSpan.FromMinutes(1))],
        });

        Assert.Equal((0, 1, 2), At(result, 0, point => (point.Dedicated, point.LowPriority, point.Running)));
        Assert.Equal((0, 3), At(result, 34, point => (point.LowPriority, point.Active)));
        Assert.Equal((1, 3), At(result, 35, point => (point.LowPriority, point.Running)));
        Assert.Equal(TimeSpan.FromMinutes(36), result.LastEnd);
    }

    [Fact]
    public void A_formula_that_fails_changes_nothing_and_says_where()
    {
        var result = Run(s_plan with { Dedicated = 2, Formula = "$TargetDedicatedNodes = avg($PendingTasks.GetSample(10 * TimeInterval_Minute, 200));" });

        Assert.All(result.Evaluations, evaluation => Assert.StartsWith("Line 1, Col ", evaluation.Run.Error!.Values[0].Value, StringComparison.Ordinal));
        Assert.All(result.Points, point => Assert.Equal(2, point.Dedicated));
    }

    [Fact]
    public void The_same_plan_has_the_same_result_and_another_seed_another()
    {
        var plan = s_plan with { Formula = "$TargetDedicatedNodes = rand() * 10;" };

        Assert.Equal(Run(plan).Points, Run(plan).Points);
        Assert.NotEqual(Run(plan).Points, Run(plan with { Seed = 1 }).Points);
    }

    private static SimulationResult Run(SimulationPlan plan) => PoolSimulation.Run(plan, TestContext.Current.CancellationToken);

    private static T At<T>(SimulationResult result, int minute, Func<SimulationPoint, T> value) => value(result.Points.Single(point => point.At == TimeSpan.FromMinutes(minute)));

    private static IReadOnlyList<TaskArrival> Tasks(int count, int minutes) => [new(TimeSpan.Zero, count, TimeSpan.FromMinutes(minutes))];
}
