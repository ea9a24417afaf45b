using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>
/// The states of a node on its way up (FACTS C.1, C.7): mounts and packages of the pool, then the start task, then idle.
/// All under the gate. A run that was stopped changes nothing any more: whoever stopped it has set the state.
/// </summary>
internal sealed class NodeStart(World world, Wakeup wakeup, PackageResolver packages, FaultBook faults)
{
    private readonly Queue<StartRun> _ready = [];

    /// <summary>The node comes up. With nothing to deploy and no start task it is idle at once.</summary>
    public void Begin(NodeEntry node, bool wipe)
    {
        var pool = node.Pool.Record.Definition;
        if (!wipe)
        {
            Boot(node);
            if (node.Record.StartTask is null && node.Mounts.Count == 0 && !pool.Property("applicationPackageReferences").Items().Any())
            {
                Move(node, NodeState.Idle, record => record);
                return;
            }
        }

        node.Start = new(node, wipe);
        _ready.Enqueue(node.Start);
    }

    /// <summary>Runs to be started, once each.</summary>
    public IReadOnlyList<StartRun> Take()
    {
        List<StartRun> taken = [.. _ready];
        _ready.Clear();
        return taken;
    }

    /// <summary>The node's directory is empty.</summary>
    public void Wiped(StartRun run)
    {
        if (run.Intent == StopIntent.None)
        {
            Boot(run.Node);
            world.Put(run.Node, run.Node.Record with { LastReimageTime = run.Node.Record.LastBootTime, Users = [] });

            // Rules of faults may wait for such a node.
            wakeup.Now();
        }
    }

    /// <summary>What the pool wants on its nodes, with versions of this moment. Neither packages nor a failure: the node gets no further (FACTS R.7).</summary>
    public (IReadOnlyList<PackageToDeploy>? Packages, TaskFailure? Failure) Resolve(StartRun run)
    {
        var (wanted, failure) = packages.Resolve(run.Node, run.Node.Pool.Record.Definition.Property("applicationPackageReferences").Items().Select(PackageReference.Read));
        return wanted is null || wanted.Any(package => package.Refused is { Outcome: StorageOutcome.IdentityNotSet })
            ? (null, failure)
            : ([.. wanted.Where(package => package.Refused is not { Outcome: StorageOutcome.TooFewRights })], null);
    }

    /// <summary>The packages are there. Answers whether a start task is to be run now.</summary>
    public bool Deployed(StartRun run, IReadOnlyList<PackageToDeploy> deployed)
    {
        if (run.Intent != StopIntent.None)
        {
            return false;
        }

        var node = run.Node;
        var waits = node.Record.StartTask is { } startTask && StartTaskTraits.Read(startTask).WaitForSuccess;
        Move(node, waits ? NodeState.WaitingForStartTask : NodeState.Idle, record => record with
        {
            Packages = [.. deployed.Select(package => new NodePackage(package.ApplicationId, package.Version, package.VersionAsked))],
            StartTaskInfo = record.StartTask is null ? null : new() { StartTime = world.Now() },
        });
        if (node.Record.StartTask is null)
        {
            return false;
        }

        if (!waits)
        {
            // Tasks may wait for this node already, and the end of the start task, the next reason to look, may wait for them.
            wakeup.Now();
        }

        run.ForcedExitCode = faults.TakeStartTaskFailure(node);
        return true;
    }

    /// <summary>A package of the pool cannot be deployed, or a container not mounted: the node is unusable until it is rebooted.</summary>
    public void Failed(StartRun run, TaskFailure failure)
    {
        if (run.Intent == StopIntent.None)
        {
            var error = failure.Code == "ApplicationPackageError"
                ? new NodeError(failure.Code, "One or more application packages specified for the pool are invalid", [.. failure.Details, new("Message", failure.Message)])
                : new NodeError(failure.Code, failure.Message, failure.Details);
            Move(run.Node, NodeState.Unusable, record => record with { Errors = [error] });
        }
    }

    /// <summary>The start task's process is gone. Answers whether it is to be run again.</summary>
    public bool StartTaskEnded(StartRun run, TaskOutcome outcome)
    {
        if (run.Intent != StopIntent.None)
        {
            return false;
        }

        var (node, now) = (run.Node, world.Now());
        var traits = StartTaskTraits.Read(node.Record.StartTask!.Value);
        var info = node.Record.StartTaskInfo!;
        if (outcome.Failure is { Code: "FailureExitCode" } && run.ForcedExitCode is null && traits.RetriesLeft(info.RetryCount))
        {
            world.Put(node, node.Record with { StartTaskInfo = info with { RetryCount = info.RetryCount + 1, LastRetryTime = now } });
            return true;
        }

        info = info with { EndTime = now, ExitCode = outcome.ExitCode, Failure = outcome.Failure };
        if (traits.WaitForSuccess)
        {
            Move(node, outcome.Failure is null ? NodeState.Idle : NodeState.StartTaskFailed, record => record with { StartTaskInfo = info });
        }
        else
        {
            world.Put(node, node.Record with { StartTaskInfo = info });
        }

        return false;
    }

    /// <summary>The run is over, however it went.</summary>
    public void Ended(StartRun run)
    {
        run.Node.Start = null;
        wakeup.Now();
    }

    private void Boot(NodeEntry node) => world.Put(node, node.Record with
    {
        // A node that was deallocated shows itself as starting from the request on.
        State = node.Record.State.Current == NodeState.Starting ? node.Record.State : NodeStates.Machine.Move(node.Record.State, NodeState.Starting, world.Now()),
        LastBootTime = world.Now(),
        StartTask = node.Pool.Record.Definition.Property("startTask"),
        StartTaskInfo = null,
        Packages = [],
        Errors = [],
        ReturnsAt = null,
    });

    private void Move(NodeEntry node, NodeState to, Func<NodeRecord, NodeRecord> change) =>
        world.Put(node, change(node.Record with { State = NodeStates.Machine.Move(node.Record.State, to, world.Now()) }));
}
