using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What the bodies of node actions may say (FACTS B.1).</summary>
internal static class NodeRules
{
    private static readonly string[] s_options = ["requeue", "terminate", "taskcompletion", "retaineddata"];

    /// <summary>POST …/reboot.</summary>
    public static readonly BodyRules Reboot = new("NodeRebootParameter", new PropertyRule("nodeRebootOption", Text, Check: Checks.OneOf(s_options)));

    /// <summary>POST …/reimage.</summary>
    public static readonly BodyRules Reimage = new("NodeReimageParameter", new PropertyRule("nodeReimageOption", Text, Check: Checks.OneOf(s_options)));

    /// <summary>POST …/deallocate.</summary>
    public static readonly BodyRules Deallocate = new("NodeDeallocateParameter", new PropertyRule("nodeDeallocateOption", Text, Check: Checks.OneOf(s_options)));

    /// <summary>POST …/disablescheduling.</summary>
    public static readonly BodyRules DisableScheduling = new(
        "NodeDisableSchedulingParameter", new PropertyRule("nodeDisableSchedulingOption", Text, Check: Checks.OneOf("requeue", "terminate", "taskcompletion")));
}
