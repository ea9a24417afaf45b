using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a job's body may say (FACTS B, C.2).</summary>
internal static class JobRules
{
    private static readonly PropertyRule[] s_updatable =
    [
        new("priority", Integer, Check: Priority),
        new("allowTaskPreemption", Flag),
        new("maxParallelTasks", Integer, Check: MaxParallelTasks),
        new("constraints", JsonType.Object, Check: new BodyRules(
            "JobConstraints",
            new("maxWallClockTime", Text, Check: Checks.Duration),
            new("maxTaskRetryCount", Integer, Check: Checks.Range(-1, int.MaxValue))).Check),
        new("onAllTasksComplete", Text, Check: Checks.OneOf("noaction", "terminatejob")),
        CommonRules.Metadata,
        new("networkConfiguration", JsonType.Object, Check: Checks.NotYet),
    ];

    private static readonly PropertyRule[] s_fixed =
    [
        CommonRules.DisplayName,
        new("usesTaskDependencies", Flag),
        JobTaskRules.Manager,
        JobTaskRules.Preparation,
        JobTaskRules.Release,
        CommonRules.CommonEnvironmentSettings,
        new("onTaskFailure", Text, Check: Checks.OneOf("noaction", "performexitoptionsjobaction")),
    ];

    /// <summary>POST /jobs.</summary>
    public static readonly BodyRules Create = new("CloudJob", [new("id", Text, Required: true, Checks.Id), new("poolInfo", JsonType.Object, Required: true, PoolInfoRules.CheckNew), .. s_fixed, .. s_updatable]);

    /// <summary>The jobs of a schedule.</summary>
    public static readonly BodyRules Specification = new("JobSpecification", [new("poolInfo", JsonType.Object, Required: true, PoolInfoRules.CheckNewOfSchedule), .. s_fixed, .. s_updatable]);

    /// <summary>PATCH /jobs/{jobId}.</summary>
    public static readonly BodyRules Patch = new("CloudJob", [new("poolInfo", JsonType.Object, Check: PoolInfoRules.Check), .. s_updatable]);

    /// <summary>PUT /jobs/{jobId}: a whole job, of which only the updatable properties count.</summary>
    public static readonly BodyRules Put = new(
        "CloudJob",
        [
            new("poolInfo", JsonType.Object, Required: true, PoolInfoRules.Check),
            .. s_updatable,
            .. s_fixed.Select(rule => rule with { Check = null }),
            new("id", Text),
            .. CommonRules.ReadOnly,
        ]);

    /// <summary>POST /jobs/{jobId}/disable.</summary>
    public static readonly BodyRules Disable = new("JobDisableParameter", new PropertyRule("disableTasks", Text, Required: true, Checks.OneOf("requeue", "terminate", "wait")));

    /// <summary>POST /jobs/{jobId}/terminate.</summary>
    public static readonly BodyRules Terminate = new("JobTerminateParameter", new PropertyRule("terminateReason", Text, Check: Checks.Length(1024)));

    /// <summary>What PUT resets when it is not given.</summary>
    public static IEnumerable<string> Updatable => s_updatable.Select(rule => rule.Name);

    private static void Priority(JsonElement value, string name)
    {
        if (value.GetInt32() is < -1000 or > 1000)
        {
            throw Errors.OutOfRangePriority.Property(name, Checks.Shown(value), "The value must be from -1000 to 1000.");
        }
    }

    private static void MaxParallelTasks(JsonElement value, string name)
    {
        if (value.GetInt32() is 0 or < -1)
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "The value must be -1 or greater than 0.");
        }
    }
}
