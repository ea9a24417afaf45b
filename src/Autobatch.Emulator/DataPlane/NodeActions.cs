using System.Text.Json;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of what users do to single nodes (FACTS C.1).</summary>
internal static class NodeActions
{
    public static ValueTask<Reply> Reboot(Call call) =>
        TakeAway(call, NodeState.Rebooting, NodeRules.Reboot, "nodeRebootOption", (nodes, node, option) => nodes.Reboot(node, option));

    public static ValueTask<Reply> Reimage(Call call) =>
        TakeAway(call, NodeState.Reimaging, NodeRules.Reimage, "nodeReimageOption", (nodes, node, option) => nodes.Reimage(node, option));

    public static ValueTask<Reply> Deallocate(Call call) =>
        TakeAway(call, NodeState.Deallocating, NodeRules.Deallocate, "nodeDeallocateOption", (nodes, node, option) => nodes.Deallocate(node, option));

    public static ValueTask<Reply> Start(Call call) => Act(call, node =>
    {
        if (node.Record.State.Current != NodeState.Deallocated)
        {
            throw Refusal(node.Record.State.Current).With();
        }

        call.Services.Nodes.Restart(node);
    });

    public static ValueTask<Reply> DisableScheduling(Call call)
    {
        var option = Option(call, NodeRules.DisableScheduling, "nodeDisableSchedulingOption");
        return Act(call, node =>
        {
            RequireScheduling(node, disabled: false);
            call.Services.Nodes.DisableScheduling(node, option);
        });
    }

    public static ValueTask<Reply> EnableScheduling(Call call) => Act(call, node =>
    {
        RequireScheduling(node, disabled: true);
        call.Services.Nodes.EnableScheduling(node);
    });

    private static ValueTask<Reply> TakeAway(Call call, NodeState to, BodyRules rules, string name, Action<NodeLifecycle, NodeEntry, string> act)
    {
        var option = Option(call, rules, name);
        return Act(call, node =>
        {
            var state = node.Record.State.Current;
            if (state is NodeState.Creating or NodeState.Starting || !NodeStates.Machine.Allows(state, to))
            {
                throw Refusal(state).With();
            }

            act(call.Services.Nodes, node, option);
        });
    }

    private static ValueTask<Reply> Act(Call call, Action<NodeEntry> act)
    {
        lock (call.World.Gate)
        {
            act(call.Node());
            return new(new Reply { DataServiceId = call.OwnUrl });
        }
    }

    /// <summary>The body may be missing; requeue is the default.</summary>
    private static string Option(Call call, BodyRules rules, string name)
    {
        if (call.Body.ValueKind == JsonValueKind.Undefined)
        {
            return "requeue";
        }

        rules.Check(call.Body);
        return call.Body.Property(name)?.GetString()!.ToLowerInvariant() ?? "requeue";
    }

    private static void RequireScheduling(NodeEntry node, bool disabled)
    {
        if (node.Record.State.Current == NodeState.LeavingPool)
        {
            throw Errors.OperationInvalidForCurrentState.With();
        }

        if (node.Record.SchedulingDisabled != disabled)
        {
            throw Errors.NodeAlreadyInTargetSchedulingState.With();
        }
    }

    private static ErrorCode Refusal(NodeState state) => state switch
    {
        NodeState.Creating => Errors.NodeBeingCreated,
        NodeState.Starting or NodeState.WaitingForStartTask => Errors.NodeBeingStarted,
        NodeState.Rebooting => Errors.NodeBeingRebooted,
        NodeState.Reimaging => Errors.NodeBeingReimaged,
        NodeState.Unusable => Errors.NodeStateUnusable,
        _ => Errors.OperationInvalidForCurrentState,
    };
}
