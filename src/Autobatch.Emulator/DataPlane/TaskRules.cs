using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a task's body may say (FACTS B, C.3).</summary>
internal static class TaskRules
{
    private const int MostDependencyCharacters = 64000;

    /// <summary>Nodes of a pool with inter-node communication (FACTS C.9).</summary>
    private const int MostInstances = 100;

    public static readonly BodyRules Constraints = new(
        "TaskConstraints",
        new("maxWallClockTime", Text, Check: Checks.Duration),
        new("retentionTime", Text, Check: Checks.Duration),
        new("maxTaskRetryCount", Integer, Check: Checks.Range(-1, int.MaxValue)));

    private static readonly BodyRules s_exitOptions = new(
        "ExitOptions",
        new("jobAction", Text, Check: Checks.OneOf("none", "disable", "terminate")),
        new("dependencyAction", Text, Check: Checks.OneOf("satisfy", "block")));

    private static readonly PropertyRule s_options = new("exitOptions", JsonType.Object, Required: true, s_exitOptions.Check);

    private static readonly BodyRules s_exitConditions = new(
        "ExitConditions",
        new("exitCodes", JsonType.Array, Check: Checks.Each(new("ExitCodeMapping", new("code", Integer, Required: true), s_options))),
        new("exitCodeRanges", JsonType.Array, Check: Checks.Each(new("ExitCodeRangeMapping", new("start", Integer, Required: true), new("end", Integer, Required: true), s_options))),
        new("preProcessingError", JsonType.Object, Check: s_exitOptions.Check),
        new("fileUploadError", JsonType.Object, Check: s_exitOptions.Check),
        new("default", JsonType.Object, Check: s_exitOptions.Check));

    private static readonly BodyRules s_outputFile = new(
        "OutputFile",
        new("filePattern", Text, Required: true, Checks.Length(4096, 1)),
        new("destination", JsonType.Object, Required: true, new BodyRules(
            "OutputFileDestination",
            new PropertyRule("container", JsonType.Object, Required: true, new BodyRules(
                "OutputFileBlobContainerDestination",
                new("path", Text),
                new("containerUrl", Text, Required: true, CommonRules.Url),
                CommonRules.IdentityReference,
                new("uploadHeaders", JsonType.Array, Check: Checks.Each(new("HttpHeader", new("name", Text, Required: true), new("value", Text))))).Check)).Check),
        new("uploadOptions", JsonType.Object, Required: true, new BodyRules(
            "OutputFileUploadOptions",
            new PropertyRule("uploadCondition", Text, Required: true, Checks.OneOf("tasksuccess", "taskfailure", "taskcompletion"))).Check));

    public static readonly PropertyRule OutputFiles = new("outputFiles", JsonType.Array, Check: Checks.Each(s_outputFile));

    public static readonly PropertyRule AuthenticationTokenSettings = new("authenticationTokenSettings", JsonType.Object, Check: new BodyRules(
        "AuthenticationTokenSettings",
        new PropertyRule("access", JsonType.Array, Check: Access)).Check);

    /// <summary>POST /jobs/{jobId}/tasks, and each item of a collection.</summary>
    public static readonly BodyRules Create = new(
        "CloudTask",
        new("id", Text, Required: true, Checks.Id),
        CommonRules.DisplayName,
        new("exitConditions", JsonType.Object, Check: s_exitConditions.Check),
        new("commandLine", Text, Required: true, Checks.Length(32768, 1)),
        ContainerTasks.Settings,
        CommonRules.ResourceFiles,
        OutputFiles,
        CommonRules.EnvironmentSettings,
        new("affinityInfo", JsonType.Object, Check: new BodyRules("AffinityInformation", new PropertyRule("affinityId", Text, Required: true)).Check),
        new("constraints", JsonType.Object, Check: Constraints.Check),
        new("requiredSlots", Integer, Check: Checks.Range(1, 256)),
        new("userIdentity", JsonType.Object),
        new("multiInstanceSettings", JsonType.Object, Check: new BodyRules(
            "MultiInstanceSettings",
            new("numberOfInstances", Integer, Check: Checks.Range(1, MostInstances)),
            new("coordinationCommandLine", Text, Required: true, Checks.Length(32768, 1)),
            CommonRules.ResourceFiles with { Name = "commonResourceFiles" }).Check),
        new("dependsOn", JsonType.Object, Check: Dependencies),
        CommonRules.ApplicationPackageReferences,
        AuthenticationTokenSettings);

    private static readonly BodyRules s_dependsOn = new(
        "TaskDependencies",
        new("taskIds", JsonType.Array, Check: Checks.EachText),
        new("taskIdRanges", JsonType.Array, Check: Checks.Each(new("TaskIdRange", new("start", Integer, Required: true), new("end", Integer, Required: true)))));

    /// <summary>Throws the first error of the body, by itself and against its job.</summary>
    public static void Check(JsonElement task, JobTraits job)
    {
        Create.Check(task);
        var id = task.GetProperty("id").GetString();
        if (string.Equals(id, job.Preparation?.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw Errors.TaskIdSameAsJobPreparationTask.With();
        }

        if (string.Equals(id, job.Release?.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw Errors.TaskIdSameAsJobReleaseTask.With();
        }

        if (task.Property("dependsOn") is not null && !job.UsesTaskDependencies)
        {
            throw Errors.TaskDependenciesNotSpecifiedOnJob.With();
        }

        if (task.Property("multiInstanceSettings") is not null && task.Property("requiredSlots")?.GetInt32() > 1)
        {
            throw Errors.InvalidPropertyValue.Property("requiredSlots", Checks.Shown(task.GetProperty("requiredSlots")), "A multi-instance task takes one slot of each of its nodes.");
        }

        if (!job.PerformExitActions && task.Property("exitConditions") is { } conditions && NamesJobAction(conditions))
        {
            throw Errors.InvalidPropertyValue.Property("exitConditions", null, "A jobAction may only be given when the job's onTaskFailure is performexitoptionsjobaction.");
        }
    }

    private static void Access(JsonElement value, string name)
    {
        foreach (var item in value.EnumerateArray())
        {
            if (!((JsonElement?)item).Is("job"))
            {
                throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(item), "The only access that a task can have is: job.");
            }
        }
    }

    private static void Dependencies(JsonElement dependsOn, string name)
    {
        s_dependsOn.Check(dependsOn, name);
        if (dependsOn.Property("taskIds").Items().Sum(id => id.GetString()!.Length) > MostDependencyCharacters)
        {
            throw Errors.TaskDependencyListTooLong.With(("MaxLimit", $"{MostDependencyCharacters}"));
        }

        foreach (var range in dependsOn.Property("taskIdRanges").Items())
        {
            if (range.GetProperty("start").GetInt32() > range.GetProperty("end").GetInt32())
            {
                throw Errors.InvalidPropertyValue.Property($"{name}.taskIdRanges", Checks.Shown(range), "The start of a range must not be after its end.");
            }
        }
    }

    private static bool NamesJobAction(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => property.NameEquals("jobAction") || NamesJobAction(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(NamesJobAction),
        _ => false,
    };
}
