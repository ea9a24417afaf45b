using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a job may say about its pool: one that is there or will be, or one of its own (FACTS C.2).</summary>
internal static class PoolInfoRules
{
    private const string Mounts = "mountConfiguration";
    private const string KeepAlive = "keepAlive";

    // A formula that means nothing ends the job with a scheduling error (FACTS A.3); the job itself is taken.
    private static readonly BodyRules s_pool = new(
        "PoolSpecification",
        [
            .. PoolRules.Create.Rules.Where(rule => rule.Name != "id").Select(rule =>
                rule.Name == AutoScaleRules.Formula.Name ? AutoScaleRules.UnreadFormula
                : rule.Name == Mounts ? rule with { Check = MountRules.CheckWithoutSecrets }
                : rule),
        ]);

    private static readonly BodyRules s_autoPool = new(
        "AutoPoolSpecification",
        new("autoPoolIdPrefix", Text, Check: Prefix),
        new("poolLifetimeOption", Text, Required: true, Checks.OneOf("job", "jobschedule")),
        new(KeepAlive, Flag),
        new("pool", JsonType.Object, Check: s_pool.Check));

    private static readonly BodyRules s_poolInfo = new(
        "PoolInformation",
        new("poolId", Text, Check: Checks.Id),
        new("autoPoolSpecification", JsonType.Object, Check: s_autoPool.Check));

    /// <summary>Of a job that is added or changed.</summary>
    public static void Check(JsonElement value, string name)
    {
        s_poolInfo.Check(value, name);
        switch (value.Property("poolId"), value.Property("autoPoolSpecification"))
        {
            case (null, null):
                throw Errors.MissingRequiredProperty.With(("PropertyName", $"{name}.poolId"));
            case ({ }, { }):
                throw Errors.InvalidPropertyValue.Property(name, null, "Exactly one of poolId and autoPoolSpecification must be given.");
        }
    }

    /// <summary>Of a job schedule: an auto pool cannot be made from nothing.</summary>
    public static void CheckNewOfSchedule(JsonElement value, string name)
    {
        Check(value, name);
        if (value.Property("autoPoolSpecification") is not { } autoPool)
        {
            return;
        }

        if (autoPool.Property("pool") is not { } pool)
        {
            throw Errors.MissingRequiredProperty.With(("PropertyName", $"{name}.autoPoolSpecification.pool"));
        }

        if (pool.Property(Mounts) is { } mounts)
        {
            MountRules.Check(mounts, $"{name}.autoPoolSpecification.pool.{Mounts}");
        }
    }

    /// <summary>Of a job that is added.</summary>
    public static void CheckNew(JsonElement value, string name)
    {
        CheckNewOfSchedule(value, name);
        if (value.Property("autoPoolSpecification")?.Property("poolLifetimeOption") is { } lifetime && ((JsonElement?)lifetime).Is("jobschedule"))
        {
            throw Errors.InvalidPropertyValue.Property($"{name}.autoPoolSpecification.poolLifetimeOption", Checks.Shown(lifetime), "The pool of a job that no job schedule made can only live as long as the job.");
        }
    }

    /// <summary>
    /// The poolInfo of a job after an update. Another pool is taken while the job is disabled only; of an auto pool only keepAlive can change.
    /// </summary>
    public static JsonElement Changed(JobRecord job, JsonElement sent)
    {
        var (before, after) = (job.Definition.GetProperty("poolInfo").Property("autoPoolSpecification"), sent.Property("autoPoolSpecification"));
        if (before is { } autoPool && after is { } given)
        {
            // Who writes back what was read has no secrets to write.
            var same = given.EnumerateObject().All(property => property.Name == KeepAlive || (autoPool.Property(property.Name) is { } old && Secrets.Same(old, property.Value)));
            return same
                ? JsonMerge.Wrap("autoPoolSpecification", given.Property(KeepAlive) is { } keep ? JsonMerge.Merge(autoPool, JsonMerge.Wrap(KeepAlive, keep)) : autoPool)
                : throw Errors.OperationInvalidForCurrentState.With(("Reason", "Of an auto pool only keepAlive can be changed."));
        }

        if (before is not null || after is not null)
        {
            throw Errors.OperationInvalidForCurrentState.With(("Reason", "A job cannot change between a pool and an auto pool."));
        }

        var moves = !string.Equals(sent.Property("poolId")!.Value.GetString(), job.PoolId, StringComparison.OrdinalIgnoreCase);
        return moves && job.State.Current != JobState.Disabled
            ? throw Errors.OperationInvalidForCurrentState.With(("Reason", "The pool of a job can only be changed while the job is disabled."))
            : sent;
    }

    private static void Prefix(JsonElement value, string name)
    {
        Checks.Id(value, name);
        Checks.Length(20)(value, name);
    }
}
