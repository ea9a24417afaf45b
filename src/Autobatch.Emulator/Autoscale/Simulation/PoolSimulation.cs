using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Autoscale.Simulation;

/// <summary>
/// Plays a formula against tasks that arrive: at the service's own pace of samples, in steps of a sample, with the evaluation that pools have.
/// Days pass in milliseconds, and the same plan always has the same result.
/// </summary>
internal static class PoolSimulation
{
    /// <summary>Time between two samples (FACTS C.8), and the grain of the simulation.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <exception cref="OperationCanceledException">Nobody waits for the result any more.</exception>
    public static SimulationResult Run(SimulationPlan plan, CancellationToken cancellationToken)
    {
        var pool = new SimulatedPool(plan);
        var samples = new PoolSamples();
        var random = new Random(plan.Seed);
        List<SimulationPoint> points = [];
        List<(TimeSpan At, AutoScaleRun Run)> evaluations = [];
        var (dedicatedSeconds, lowPrioritySeconds) = (0.0, 0.0);
        for (var now = TimeSpan.Zero; now <= plan.Duration; now += Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pool.MoveTo(now);
            samples.Add(Sample(pool, plan, plan.Start + now));
            if (evaluations.Count == 0 || now - evaluations[^1].At >= plan.Interval)
            {
                var (run, targets) = AutoScaleFormula.Evaluate(plan.Formula, Context(plan.Start + now, pool, samples, random));
                evaluations.Add((now, run));
                if (targets is not null)
                {
                    pool.Aim(targets, now);
                }
            }

            points.Add(new(now, pool.Targets.Dedicated, pool.Targets.LowPriority, pool.Count(true), pool.Count(false), pool.Active, pool.Running, pool.Succeeded, pool.Failed));
            if (now + Step <= plan.Duration)
            {
                dedicatedSeconds += pool.Count(true) * Step.TotalSeconds;
                lowPrioritySeconds += pool.Count(false) * Step.TotalSeconds;
            }
        }

        return new(points, evaluations, (dedicatedSeconds, lowPrioritySeconds), pool.BusySeconds, pool.LastEnd);
    }

    private static FormulaContext Context(DateTimeOffset now, SimulatedPool pool, PoolSamples samples, Random random) =>
        new(now, pool.Targets.Dedicated, pool.Targets.LowPriority, name => samples.Series(SystemVariables.Sampled[name], Step, now)) { Random = random };

    private static PoolSample Sample(SimulatedPool pool, SimulationPlan plan, DateTimeOffset at)
    {
        var nodes = pool.Count(true) + pool.Count(false);
        return new(at, pool.Active, pool.Running, pool.Succeeded, pool.Failed, pool.Count(true), pool.Count(false), Preempted: 0, Usable: nodes, pool.Running, nodes * plan.SlotsPerNode);
    }
}
