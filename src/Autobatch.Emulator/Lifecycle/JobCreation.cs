using System.Text.Json;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Makes jobs, those of requests and those of job schedules. All under the gate.</summary>
internal sealed class JobCreation(World world, JobLifecycle jobs, TaskLifecycle tasks, PoolAutoScale autoScale, EmulatorOptions options)
{
    /// <summary>A job of a body that has passed validation, with its pool and its manager task.</summary>
    public JobEntry Create(AccountState account, string id, JsonElement body)
    {
        var now = world.Now();
        var job = new JobEntry(account, new()
        {
            Id = id,
            Sequence = ++account.LastSequence,
            CreationTime = now,
            LastModified = now,
            State = new(JobState.Active, now),
            Definition = body,
            Traits = JobTraits.Read(body),
        });
        jobs.Add(job);

        // What was accepted stays so, though the shortest interval may be longer by now.
        if (job.Record.AutoPoolId is { } poolId && account.Pools[poolId] is { Record.AutoScale: null } pool
            && Scaling(body, options with { ShortestAutoScaleInterval = TimeSpan.Zero }) is var (formula, interval))
        {
            autoScale.Enable(pool, formula, interval);
        }

        if (job.Record is { State.Current: JobState.Active, Traits.Manager: { } manager })
        {
            tasks.Add(job, manager.Body, manager: true);
        }

        jobs.Settle(job);
        return job;
    }

    /// <summary>The formula and interval of a job's auto pool, or null when it has none or it does not scale by itself.</summary>
    /// <exception cref="BatchException">The settings contradict each other.</exception>
    public static (string Formula, TimeSpan Interval)? Scaling(JsonElement job, EmulatorOptions options) =>
        job.GetProperty("poolInfo").Property("autoPoolSpecification")?.Property("pool") is { } pool ? AutoScaleRules.OfPool(pool, options) : null;
}
