using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Samples pools and scales them by their formulas (FACTS C.8). All under the gate.</summary>
internal sealed class PoolAutoScale(World world, PoolLifecycle pools, EmulatorOptions options, ServicePace pace)
{
    /// <summary>The pool scales by this formula from now on; it is evaluated at once.</summary>
    public void Enable(PoolEntry pool, string formula, TimeSpan interval)
    {
        var now = world.Now();
        world.Put(pool, pool.Record with { LastModified = now, AutoScale = new(formula, interval, now) });
        Sample(pool, now);
        Evaluate(pool);
    }

    /// <summary>The pool stays as large as it is. Its ETag stays (FACTS R.4).</summary>
    public void Disable(PoolEntry pool) => world.Put(pool, pool.Record with { AutoScale = null, AutoScaleRun = null });

    /// <summary>What a formula would want now; nothing changes.</summary>
    public AutoScaleRun Try(PoolEntry pool, string formula) => AutoScaleFormula.Evaluate(formula, Context(pool)).Run;

    /// <summary>Takes the samples and makes the evaluations that are due; the answer is when the next will be.</summary>
    public DateTimeOffset? Settle(AccountState account)
    {
        DateTimeOffset? next = null;
        foreach (var pool in account.Pools.Values.Where(pool => pool.Record is { AutoScale: not null, State.Current: PoolState.Active }).ToList())
        {
            var now = world.Now();
            if (pool.Samples.Last is not { } last || last + options.AutoScaleSamplePeriod <= now)
            {
                Sample(pool, now);
            }

            if (Evaluation(pool.Record) <= now)
            {
                Evaluate(pool);
            }

            next = Due.Earlier(next, Due.Earlier(pool.Samples.Last + options.AutoScaleSamplePeriod, Evaluation(pool.Record)));
        }

        return next;
    }

    private static DateTimeOffset Evaluation(PoolRecord pool) =>
        pool.AutoScaleRun is { } run && run.Timestamp >= pool.AutoScale!.EnabledAt ? run.Timestamp + pool.AutoScale.Interval : pool.AutoScale!.EnabledAt;

    private void Evaluate(PoolEntry pool)
    {
        var (run, targets) = AutoScaleFormula.Evaluate(pool.Record.AutoScale!.Formula, Context(pool));
        world.Put(pool, pool.Record with { AutoScaleRun = run });
        if (targets is not null)
        {
            Apply(pool, targets);
        }
    }

    private void Apply(PoolEntry pool, AutoScaleTargets targets)
    {
        var (dedicated, lowPriority, option) = targets;
        var record = pool.Record;
        if (record.Allocation.Current == AllocationState.Resizing)
        {
            world.Put(pool, record with { TargetDedicated = dedicated, TargetLowPriority = lowPriority, DeallocationOption = option });
        }
        else if (record.Allocation.Current == AllocationState.Steady && (pool.Count(dedicated: true), pool.Count(dedicated: false)) != (dedicated, lowPriority))
        {
            pools.Resize(pool, dedicated, lowPriority, option, record.ResizeTimeout);
        }
        else if ((record.TargetDedicated, record.TargetLowPriority) != (dedicated, lowPriority))
        {
            world.Put(pool, record with { TargetDedicated = dedicated, TargetLowPriority = lowPriority });
        }
    }

    private FormulaContext Context(PoolEntry pool)
    {
        var now = world.Now();
        return new(
            now,
            pool.Record.TargetDedicated,
            pool.Record.TargetLowPriority,
            name => pool.Samples.Series(SystemVariables.Sampled[name], options.AutoScaleSamplePeriod, now, pace.Sample));
    }

    private static void Sample(PoolEntry pool, DateTimeOffset now)
    {
        var (active, running, succeeded, failed) = (0, 0, 0, 0);
        foreach (var job in pool.Account.Jobs.Values.Where(job => string.Equals(job.Record.PoolId, pool.Record.Id, StringComparison.OrdinalIgnoreCase)))
        {
            active += Active(job);
            running += job.Tally.Tasks.Running;
            succeeded += job.Tally.Tasks.Succeeded;
            failed += job.Tally.Tasks.Failed;
        }

        var usable = pool.Nodes.Values.Count(node => node.Available);
        pool.Samples.Add(new(
            now,
            active,
            running,
            succeeded,
            failed,
            pool.Count(dedicated: true),
            pool.Count(dedicated: false),
            pool.Nodes.Values.Count(node => node.Record.State.Current == NodeState.Preempted),
            usable,
            pool.Nodes.Values.Sum(node => node.UsedSlots),
            usable * pool.Record.Traits.SlotsPerNode));
    }

    /// <summary>Tasks that could run, multi-instance ones as often as they have instances: not those of a job that is over, nor those that wait for others.</summary>
    private static int Active(JobEntry job) => job.Record.State.Current != JobState.Active ? 0
        : job.Record.Traits.UsesTaskDependencies || job.Ready.AnyMultiInstance()
            ? job.Tasks.Values.Where(task => task.Record.State.Current == TaskState.Active && !task.WaitsForOthers).Sum(task => task.Record.Traits.Instances)
        : job.Tally.Tasks.Active;
}
