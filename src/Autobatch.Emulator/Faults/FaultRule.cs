using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>Something that goes wrong on purpose. A new kind is a record here, a row in <see cref="FaultKinds"/>, and the place that asks for it.</summary>
/// <param name="Target">Whom it is about.</param>
/// <param name="Times">How often it acts; null is until it is removed.</param>
internal abstract record FaultRule(FaultTarget Target, int? Times)
{
    /// <summary>Which occasions it takes.</summary>
    public Chance Chance { get; init; } = Chance.Always;
}

/// <summary>Nodes are lost.</summary>
/// <param name="ByTask">Whether the occasion is a task that starts on a node; otherwise the rule strikes at once.</param>
/// <param name="After">How long after the start of the task.</param>
/// <param name="RecoverAfter">When the node comes back by itself; null is not.</param>
internal abstract record LostNodeRule(FaultTarget Target, int? Times, bool ByTask, TimeSpan After, TimeSpan? RecoverAfter) : FaultRule(Target, Times)
{
    /// <summary>The state that the node is in then.</summary>
    public abstract NodeState To { get; }

    /// <summary>Whether a node can be lost in this way.</summary>
    public virtual bool Fits(NodeEntry node) => Target.Matches(node);
}

/// <summary>Contact to nodes is lost; their tasks are requeued.</summary>
/// <param name="State">Unusable or Unknown.</param>
internal sealed record NodeLossRule(FaultTarget Target, int? Times, bool ByTask, TimeSpan After, TimeSpan? RecoverAfter, NodeState State) : LostNodeRule(Target, Times, ByTask, After, RecoverAfter)
{
    public override NodeState To => State;
}

/// <summary>Low-priority nodes are taken away; their tasks are requeued, and the nodes come back empty, without a time when the rule is removed.</summary>
internal sealed record PreemptionRule(FaultTarget Target, int? Times, bool ByTask, TimeSpan After, TimeSpan? RecoverAfter) : LostNodeRule(Target, Times, ByTask, After, RecoverAfter)
{
    public override NodeState To => NodeState.Preempted;

    public override bool Fits(NodeEntry node) => !node.Record.Dedicated && base.Fits(node);
}

/// <summary>A resize that needs more nodes does not get them.</summary>
/// <param name="Dedicated">Which kind of nodes; null is both.</param>
/// <param name="Nodes">How many it gets nevertheless.</param>
internal sealed record ResizeErrorRule(FaultTarget Target, int? Times, bool? Dedicated, int Nodes, ResizeError Error) : FaultRule(Target, Times);

/// <summary>New nodes take their time.</summary>
/// <param name="Delay">From the start of the resize.</param>
internal sealed record AllocationDelayRule(FaultTarget Target, TimeSpan Delay) : FaultRule(Target, null);

/// <summary>Nodes may not use a storage account.</summary>
/// <param name="StorageAccount">Its name; null is any.</param>
/// <param name="Container">A container of it; null is any.</param>
/// <param name="Purpose">What for; null is anything.</param>
internal sealed record StorageAccessRule(FaultTarget Target, int? Times, string? StorageAccount, string? Container, StoragePurpose? Purpose, StorageOutcome Outcome) : FaultRule(Target, Times)
{
    public bool Matches(NodeEntry node, string storageAccount, StorageUse use) =>
        Target.Matches(node)
        && (StorageAccount is null || string.Equals(StorageAccount, storageAccount, StringComparison.OrdinalIgnoreCase))
        && (Container is null || Container == use.Container)
        && (Purpose is null || Purpose == use.Purpose);
}

/// <summary>Resource files do not arrive, or output files do not, from or to wherever.</summary>
/// <param name="Purpose">Which of them.</param>
internal sealed record TransferRule(FaultTarget Target, int? Times, StoragePurpose Purpose) : FaultRule(Target, Times);

/// <summary>Creating and deleting accounts take their time.</summary>
internal sealed record AccountDelayRule(FaultTarget Target, TimeSpan Delay) : FaultRule(Target, null);

/// <summary>Start tasks fail without being run.</summary>
internal sealed record StartTaskFailedRule(FaultTarget Target, int? Times, int ExitCode) : FaultRule(Target, Times);

/// <summary>The clock of the service is wrong, as far as clients and Azure Storage see it.</summary>
/// <param name="By">What is added to the true time.</param>
internal sealed record ClockSkewRule(FaultTarget Target, TimeSpan By) : FaultRule(Target, null);
