using System.Text.Json;
using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Pools that come and go with one job or one job schedule (FACTS C.2, R.5). All under the gate.</summary>
internal sealed class AutoPools(World world, PoolLifecycle pools)
{
    /// <summary>Makes the pool of a new job. A pool that cannot be made ends the job with a scheduling error.</summary>
    public JobRecord Create(AccountState account, JobRecord job)
    {
        if (Specification(job.Definition) is not { } specification)
        {
            return job;
        }

        var schedule = IsShared(specification) ? account.ScheduleOf(job.Id) : null;
        if (schedule?.Record.AutoPoolId is { } shared && account.Pools.GetValueOrDefault(shared) is { Record.State.Current: PoolState.Active })
        {
            return job with { AutoPoolId = shared };
        }

        var body = specification.Property("pool")!.Value;
        if (Refusal(account, body) is { } refusal)
        {
            var now = world.Now();
            return job with
            {
                LastModified = now,
                State = JobStates.Machine.Move(job.State, JobState.Completed, now),
                EndTime = now,
                SchedulingError = refusal,
            };
        }

        var prefix = specification.Property("autoPoolIdPrefix")?.GetString();
        var guid = Guid.NewGuid().ToString("D").ToUpperInvariant();
        var pool = pools.Create(account, prefix is null ? guid : $"{prefix}_{guid}", body).Record.Id;
        if (schedule is not null)
        {
            world.Put(schedule, schedule.Record with { AutoPoolId = pool });
        }

        return job with { AutoPoolId = pool };
    }

    /// <summary>The job is over: its own pool goes, unless it is to be kept.</summary>
    public void End(JobEntry job)
    {
        if (Specification(job.Record.Definition) is { } specification && !IsShared(specification))
        {
            End(job.Account, job.Record.AutoPoolId, specification);
        }
    }

    /// <summary>The schedule is over: the pool of its jobs goes, unless it is to be kept.</summary>
    public void End(JobScheduleEntry schedule) => End(schedule.Account, schedule.Record.AutoPoolId, Specification(schedule.Record.Definition.GetProperty("jobSpecification")));

    private void End(AccountState account, string? poolId, JsonElement? specification)
    {
        if (poolId is not null
            && specification?.Property("keepAlive")?.GetBoolean() != true
            && account.Pools.GetValueOrDefault(poolId) is { Record.State.Current: PoolState.Active } pool)
        {
            pools.Delete(pool);
        }
    }

    private static bool IsShared(JsonElement specification) => specification.Property("poolLifetimeOption").Is("jobschedule");

    private static JsonElement? Specification(JsonElement job) => job.Property("poolInfo")?.Property("autoPoolSpecification");

    private static TaskFailure? Refusal(AccountState account, JsonElement body)
    {
        if (account.Pools.Count >= account.Quotas.Pools)
        {
            return new("usererror", "AutoPoolCreationFailedWithQuotaReached", "The auto pool could not be created because the pool quota of the account has been reached.", [new("Quota", $"{account.Quotas.Pools}")]);
        }

        if (FormulaError(body) is { } error)
        {
            return new("usererror", "InvalidAutoScaleFormulaInAutoPool", "The autoscale formula of the auto pool is invalid.", [new("Reason", error)]);
        }

        return PoolPackages.FirstMissing(account, body) is { } missing
            ? new("usererror", "InvalidApplicationPackageReferencesInAutoPool", "One or more application package references of the auto pool are invalid.", [new(missing, "The specified application package does not exist.")])
            : null;
    }

    private static string? FormulaError(JsonElement body)
    {
        try
        {
            if (body.Property("autoScaleFormula")?.GetString() is { } formula)
            {
                AutoScaleFormula.Read(formula);
            }

            return null;
        }
        catch (FormulaException e)
        {
            return e.Message;
        }
    }
}
