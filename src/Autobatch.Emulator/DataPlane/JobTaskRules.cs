using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a job's own tasks may say: manager, preparation and release (FACTS B, C.2).</summary>
internal static class JobTaskRules
{
    private static readonly PropertyRule s_commandLine = new("commandLine", Text, Required: true, Checks.Length(32768, 1));
    private static readonly PropertyRule s_id = new("id", Text, Check: Checks.Id);
    private static readonly PropertyRule s_constraints = new("constraints", JsonType.Object, Check: TaskRules.Constraints.Check);
    private static readonly PropertyRule s_userIdentity = new("userIdentity", JsonType.Object);

    public static readonly PropertyRule Manager = new("jobManagerTask", JsonType.Object, Check: new BodyRules(
        "JobManagerTask",
        s_id with { Required = true },
        CommonRules.DisplayName,
        s_commandLine,
        ContainerTasks.Settings,
        CommonRules.ResourceFiles,
        TaskRules.OutputFiles,
        CommonRules.EnvironmentSettings,
        s_constraints,
        new("requiredSlots", Integer, Check: Checks.Range(1, 256)),
        new("killJobOnCompletion", Flag),
        s_userIdentity,
        new("runExclusive", Flag),
        CommonRules.ApplicationPackageReferences,
        TaskRules.AuthenticationTokenSettings,
        new("allowLowPriorityNode", Flag)).Check);

    public static readonly PropertyRule Preparation = new("jobPreparationTask", JsonType.Object, Check: new BodyRules(
        "JobPreparationTask",
        s_id,
        s_commandLine,
        ContainerTasks.Settings,
        CommonRules.ResourceFiles,
        CommonRules.EnvironmentSettings,
        s_constraints,
        new("waitForSuccess", Flag),
        s_userIdentity,
        new("rerunOnNodeRebootAfterSuccess", Flag)).Check);

    public static readonly PropertyRule Release = new("jobReleaseTask", JsonType.Object, Check: new BodyRules(
        "JobReleaseTask",
        s_id,
        s_commandLine,
        ContainerTasks.Settings,
        CommonRules.ResourceFiles,
        CommonRules.EnvironmentSettings,
        new("maxWallClockTime", Text, Check: ReleaseTime),
        new("retentionTime", Text, Check: Checks.Duration),
        s_userIdentity).Check);

    /// <summary>What the three must be to each other.</summary>
    public static void CheckTogether(JsonElement job)
    {
        if (job.Property("jobReleaseTask") is not null && job.Property("jobPreparationTask") is null)
        {
            throw Errors.InvalidPropertyValue.Property("jobReleaseTask", null, "A job release task needs a job preparation task: it runs where that has run.");
        }

        List<(string Name, string Id)> ids = [];
        Add("jobPreparationTask", JobPreparation.DefaultId);
        Add("jobReleaseTask", JobRelease.DefaultId);
        Add("jobManagerTask", "");
        foreach (var (name, id) in ids)
        {
            if (ids.Any(other => other.Name != name && string.Equals(other.Id, id, StringComparison.OrdinalIgnoreCase)))
            {
                throw Errors.InvalidPropertyValue.Property($"{name}.id", id, "The job's manager, preparation and release tasks must have ids of their own.");
            }
        }

        void Add(string name, string otherwise)
        {
            if (job.Property(name) is { } task)
            {
                ids.Add((name, task.Property("id")?.GetString() ?? otherwise));
            }
        }
    }

    private static void ReleaseTime(JsonElement value, string name)
    {
        Checks.Duration(value, name);
        if (WireTime.Duration(value.GetString()!) > JobRelease.Longest)
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "A job release task may run for 15 minutes at most.");
        }
    }
}
