using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Emulator.State;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Takes a node over the node agent from its start to where it can take tasks, or cannot.</summary>
internal sealed partial class NodeStarter(World world, INodeAgent agent, PackageResolver packages, NodeStart start, AccountUrls urls, ILogger<NodeStarter> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Runs the start in the background.</summary>
    public void Start(StartRun run) => _ = Task.Run(() => RunAsync(run));

    private async Task RunAsync(StartRun run)
    {
        try
        {
            if (run.Wipe)
            {
                await world.BeforeRemovalAsync();
                await agent.EndMountsAsync(run.Node.Place, Mounts(run));
                await agent.RemoveNodeAsync(run.Node.Place, CancellationToken.None);
                lock (world.Gate)
                {
                    start.Wiped(run);
                }
            }

            for (var again = await MountAsync(run) && await DeployAsync(run); again;)
            {
                var outcome = run.ForcedExitCode is { } code ? Failed(code) : await agent.RunAsync(Launch(run), _ => { }, run.Stopping);
                lock (world.Gate)
                {
                    again = start.StartTaskEnded(run, outcome);
                }
            }
        }
        catch (Exception e)
        {
            // The agent promises not to throw; if it does, the node must still show that it is of no use.
            LogStartFailed(e, run.Node.Record.Id);
            lock (world.Gate)
            {
                start.Failed(run, new("servererror", "Unknown", "The emulator failed to start the node; its log has the reason.", []));
            }
        }

        lock (world.Gate)
        {
            start.Ended(run);
        }

        run.Ended.SetResult();
        run.Dispose();
    }

    /// <summary>Answers whether the node has what its pool mounts.</summary>
    private async Task<bool> MountAsync(StartRun run)
    {
        if (Mounts(run) is not { Count: > 0 } mounts || await agent.MountAsync(run.Node.Place, mounts, run.Stopping) is not { } failure)
        {
            return true;
        }

        lock (world.Gate)
        {
            start.Failed(run, failure);
            return false;
        }
    }

    private IReadOnlyList<BlobMount> Mounts(StartRun run)
    {
        lock (world.Gate)
        {
            return run.Node.Mounts;
        }
    }

    /// <summary>Answers whether there is a start task to run.</summary>
    private async Task<bool> DeployAsync(StartRun run)
    {
        IReadOnlyList<PackageToDeploy>? wanted;
        TaskFailure? failure;
        lock (world.Gate)
        {
            (wanted, failure) = start.Resolve(run);
        }

        if (wanted is null && failure is null)
        {
            return false;
        }

        failure ??= await agent.DeployAsync(run.Node.Place, wanted!, run.Stopping);
        lock (world.Gate)
        {
            if (failure is null)
            {
                return start.Deployed(run, wanted!);
            }

            start.Failed(run, failure);
            return false;
        }
    }

    private TaskOutcome Failed(int exitCode)
    {
        lock (world.Gate)
        {
            var now = world.Now();
            return new(exitCode, TaskFailures.FailureExitCode(exitCode), now, now, Terminated: false);
        }
    }

    private TaskLaunch Launch(StartRun run)
    {
        lock (world.Gate)
        {
            var node = run.Node;
            var retries = node.Record.StartTaskInfo!.RetryCount;
            var task = node.Record.StartTask!.Value;
            return new(
                TaskPlace.OfStartTask(node.Place),
                urls.Of(node.Pool.Account.Name),
                task,
                [],
                [.. packages.OfNode(node)],
                MaxWallClockTime: null,
                retries,
                Model.StartTaskTraits.Read(task).RetriesLeft(retries),
                node.Record.Dedicated)
            {
                Mounts = node.Mounts,
                Sent = node.Pool.Record.StartTaskSent ?? node.Pool.Record.CreationTime,
            };
        }
    }

    [LoggerMessage(EventId = 4, EventName = "NodeStartFailed", Level = LogLevel.Error, Message = "Starting node {NodeId} failed inside the emulator.")]
    private partial void LogStartFailed(Exception exception, string nodeId);
}
