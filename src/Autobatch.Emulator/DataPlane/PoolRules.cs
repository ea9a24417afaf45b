using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a pool's body may say (FACTS B, C.1). What describes machines is kept and has no effect: nodes are processes of this one.</summary>
internal static class PoolRules
{
    /// <summary>More nodes than that on one machine help nobody.</summary>
    public const int MostNodes = 100;

    private static readonly PropertyRule s_scheduling = new("taskSchedulingPolicy", JsonType.Object, Check: new BodyRules(
        "TaskSchedulingPolicy",
        new("nodeFillType", Text, Required: true, Checks.OneOf("spread", "pack")),
        new("jobDefaultOrder", Text, Check: Checks.OneOf("none", "creationtime"))).Check);

    private static readonly PropertyRule[] s_updatable =
    [
        CommonRules.DisplayName,
        new("vmSize", Text, Check: Checks.Length(128, 1)),
        new("virtualMachineConfiguration", JsonType.Object),
        new("enableInterNodeCommunication", Flag),
        new("networkConfiguration", JsonType.Object),
        new("startTask", JsonType.Object, Check: Checks.NotYet),
        CommonRules.ApplicationPackageReferences,
        new("certificateReferences", JsonType.Array),
        new("taskSlotsPerNode", Integer, Check: Checks.Range(1, 256)),
        s_scheduling,
        new("userAccounts", JsonType.Array),
        CommonRules.Metadata,
        new("mountConfiguration", JsonType.Array, Check: Checks.NotYet),
        new("targetNodeCommunicationMode", Text),
        new("upgradePolicy", JsonType.Object),
        new("resourceTags", JsonType.Object),
    ];

    private static readonly PropertyRule[] s_size =
    [
        new("resizeTimeout", Text, Check: Checks.Duration),
        new("targetDedicatedNodes", Integer, Check: Checks.Range(0, MostNodes)),
        new("targetLowPriorityNodes", Integer, Check: Checks.Range(0, MostNodes)),
    ];

    /// <summary>POST /pools.</summary>
    public static readonly BodyRules Create = new(
        "CloudPool",
        [
            new("id", Text, Required: true, Checks.Id),
            .. s_updatable.Select(rule => rule.Name == "vmSize" ? rule with { Required = true } : rule),
            .. s_size,
            new("enableAutoScale", Flag, Check: Checks.NotYetWhenTrue),
            new("autoScaleFormula", Text, Check: Checks.NotYet),
            new("autoScaleEvaluationInterval", Text, Check: Checks.NotYet),
            new("applicationLicenses", JsonType.Array),
        ]);

    /// <summary>PATCH /pools/{poolId}.</summary>
    public static readonly BodyRules Patch = new("CloudPool", s_updatable);

    /// <summary>POST /pools/{poolId}/resize.</summary>
    public static readonly BodyRules Resize = new(
        "PoolResizeParameter",
        [.. s_size, new("nodeDeallocationOption", Text, Check: Checks.OneOf("requeue", "terminate", "taskcompletion", "retaineddata"))]);
}
