using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>One run of an instance: on its node, until this is cancelled, as what it is, and with so much of the task's time already spent.</summary>
internal delegate Task<TaskOutcome> RunInstance(TaskInstance instance, CancellationToken stopping, InstanceLaunch? launch, TimeSpan spent);

/// <summary>A multi-instance task: the coordination command on every node, and then the task's own command on the primary's (FACTS C.3).</summary>
internal sealed class Coordination(World world, INodeAgent agent)
{
    /// <summary>Takes the task to its end, on all its nodes.</summary>
    public async Task<TaskOutcome> RunAsync(TaskRun task, RunInstance run)
    {
        var start = world.Time.GetTimestamp();
        var launch = new InstanceLaunch(Coordinates: true, [.. task.Instances.Select(one => one.Node.Record.Address)], task.Node.Pool.Cores);
        try
        {
            return await CoordinateAsync(task, (one, stopping) => run(one, stopping, launch, TimeSpan.Zero))
                ?? await run(task, task.Stopping, launch with { Coordinates = false }, world.Time.GetElapsedTime(start));
        }
        finally
        {
            await Task.WhenAll(task.Instances.Select(one => agent.EndBackgroundAsync(one.Place)));
        }
    }

    /// <summary>Null when the task's own command may run; else the first failure, which ends the commands on the other nodes.</summary>
    private static async Task<TaskOutcome?> CoordinateAsync(TaskRun task, Func<TaskInstance, CancellationToken, Task<TaskOutcome>> run)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(task.Stopping);
        var commands = task.Instances.Select(async one =>
        {
            var outcome = await run(one, stopping.Token);
            if (!outcome.Terminated)
            {
                one.Coordination = outcome;
            }

            if (outcome.Failure is not null)
            {
                await stopping.CancelAsync();
            }

            return (one.Id, Outcome: outcome);
        });
        var failures = (await Task.WhenAll(commands)).Where(command => command.Outcome.Failure is not null);
        return failures.OrderBy(command => command.Outcome.Terminated).FirstOrDefault() switch
        {
            var (id, outcome) when id > 0 && !outcome.Terminated => outcome with { Failure = outcome.Failure! with { Details = [.. outcome.Failure.Details, new("SubtaskId", $"{id}")] } },
            var (_, outcome) => outcome,
        };
    }
}
