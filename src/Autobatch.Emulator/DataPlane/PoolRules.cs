using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a pool's body may say (FACTS B, C.1). What describes machines is kept and has no effect: nodes are processes of this one.</summary>
internal static class PoolRules
{
    /// <summary>Most characters of a start task (FACTS C.9).</summary>
    private const int MostStartTaskCharacters = 32768;

    /// <summary>More nodes than that on one machine help nobody.</summary>
    public const int MostNodes = 100;

    private const int MostRemovedNodes = 100;
    private static readonly TimeSpan s_shortestResizeTimeout = TimeSpan.FromMinutes(5);

    /// <summary>What becomes of tasks on nodes that go.</summary>
    public static readonly PropertyRule Deallocation = new("nodeDeallocationOption", Text, Check: Checks.OneOf("requeue", "terminate", "taskcompletion", "retaineddata"));

    private static readonly PropertyRule s_scheduling = new("taskSchedulingPolicy", JsonType.Object, Check: new BodyRules(
        "TaskSchedulingPolicy",
        new("nodeFillType", Text, Required: true, Checks.OneOf("spread", "pack")),
        new("jobDefaultOrder", Text, Check: Checks.OneOf("none", "creationtime"))).Check);

    private static readonly BodyRules s_startTaskBody = new(
        "StartTask",
        new("commandLine", Text, Required: true, Checks.Length(MostStartTaskCharacters, 1)),
        ContainerTasks.Settings,
        CommonRules.ResourceFiles,
        CommonRules.EnvironmentSettings,
        new("userIdentity", JsonType.Object),
        new("maxTaskRetryCount", Integer, Check: Checks.Range(-1, int.MaxValue)),
        new("waitForSuccess", Flag));

    private static readonly PropertyRule s_communication = new("targetNodeCommunicationMode", Text, Check: Checks.OneOf("default", "classic", "simplified"));

    private static readonly PropertyRule s_startTask = new("startTask", JsonType.Object, Check: StartTask);

    /// <summary>What can be changed later, too.</summary>
    public static readonly PropertyRule[] Updatable =
    [
        CommonRules.DisplayName,
        new("vmSize", Text, Check: Checks.Length(128, 1)),
        new("virtualMachineConfiguration", JsonType.Object),
        new("enableInterNodeCommunication", Flag),
        new("networkConfiguration", JsonType.Object),
        s_startTask,
        CommonRules.ApplicationPackageReferences,
        new("certificateReferences", JsonType.Array),
        new("taskSlotsPerNode", Integer, Check: Checks.Range(1, 256)),
        s_scheduling,
        new("userAccounts", JsonType.Array),
        CommonRules.Metadata,
        new("mountConfiguration", JsonType.Array, Check: MountRules.Check),
        s_communication,
        new("upgradePolicy", JsonType.Object),
        new("resourceTags", JsonType.Object),
    ];

    /// <summary>How many nodes.</summary>
    public static readonly PropertyRule[] Size =
    [
        new("resizeTimeout", Text, Check: ResizeTimeout),
        new("targetDedicatedNodes", Integer, Check: Checks.Range(0, MostNodes)),
        new("targetLowPriorityNodes", Integer, Check: Checks.Range(0, MostNodes)),
    ];

    /// <summary>POST /pools.</summary>
    public static readonly BodyRules Create = new(
        "CloudPool",
        [
            new("id", Text, Required: true, Checks.Id),
            .. Updatable.Select(rule => rule.Name == "vmSize" ? rule with { Required = true } : rule),
            .. Size,
            new("enableAutoScale", Flag),
            AutoScaleRules.Formula,
            AutoScaleRules.Interval,
            new("applicationLicenses", JsonType.Array),
        ]);

    /// <summary>PATCH /pools/{poolId}.</summary>
    public static readonly BodyRules Patch = new("CloudPool", Updatable);

    /// <summary>POST /pools/{poolId}/resize.</summary>
    public static readonly BodyRules Resize = new(
        "PoolResizeParameter",
        [.. Size, Deallocation]);

    /// <summary>POST /pools/{poolId}/removenodes.</summary>
    public static readonly BodyRules RemoveNodes = new(
        "NodeRemoveParameter",
        new("nodeList", JsonType.Array, Required: true, NodeList),
        new("resizeTimeout", Text, Check: ResizeTimeout),
        Deallocation);

    /// <summary>POST /pools/{poolId}/updateproperties.</summary>
    public static readonly BodyRules Replace = new(
        "PoolUpdatePropertiesParameter",
        s_startTask,
        CommonRules.ApplicationPackageReferences with { Required = true },
        CommonRules.Metadata with { Required = true },
        new("certificateReferences", JsonType.Array),
        s_communication);

    /// <summary>What updateproperties takes away when it is not given.</summary>
    public static readonly string[] Replaced = ["startTask", "applicationPackageReferences", "metadata", "certificateReferences", "targetNodeCommunicationMode"];

    private static void StartTask(JsonElement value, string name)
    {
        s_startTaskBody.Check(value, name);
        if (value.GetRawText().Length > MostStartTaskCharacters)
        {
            throw Errors.InvalidPropertyValue.Property(name, null, $"A start task has at most {MostStartTaskCharacters} characters, its resource files and environment settings included.");
        }
    }

    private static void ResizeTimeout(JsonElement value, string name)
    {
        Checks.Duration(value, name);
        if (WireTime.Duration(value.GetString()!) < s_shortestResizeTimeout)
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "The value must be PT5M or longer.");
        }
    }

    private static void NodeList(JsonElement value, string name)
    {
        Checks.EachText(value, name);
        if (value.GetArrayLength() is 0 or > MostRemovedNodes)
        {
            throw Errors.InvalidPropertyValue.Property(name, null, $"The list must name 1 to {MostRemovedNodes} nodes.");
        }
    }
}
