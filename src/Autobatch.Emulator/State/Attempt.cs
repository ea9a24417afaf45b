namespace Autobatch.Emulator.State;

/// <summary>What becomes of a task whose attempt is being stopped.</summary>
internal enum StopIntent
{
    /// <summary>Not stopped: the outcome decides.</summary>
    None,

    /// <summary>It completes with TaskEnded.</summary>
    Terminate,

    /// <summary>It becomes active again.</summary>
    Requeue,

    /// <summary>It is gone already.</summary>
    Discard,

    /// <summary>The emulator stops; the next start requeues it.</summary>
    Shutdown,
}

/// <summary>One run of something on a node: of a task, or of what a node does around tasks.</summary>
/// <param name="node">The node.</param>
/// <param name="slots">Task slots that it takes.</param>
internal abstract class Attempt(NodeEntry node, int slots) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public NodeEntry Node { get; } = node;

    public int Slots { get; } = slots;

    public StopIntent Intent { get; private set; }

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Completes when the process is gone and the outcome has been applied.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks for the end; the strongest intent wins. Called under the gate, hence the cancellation runs elsewhere.</summary>
    public void Stop(StopIntent intent)
    {
        if (Intent == StopIntent.None || intent == StopIntent.Discard)
        {
            Intent = intent;
        }

        if (!_stop.IsCancellationRequested)
        {
            _ = _stop.CancelAsync();
        }
    }

    public void Dispose() => _stop.Dispose();
}

/// <summary>One run of a task on a node. A manager task that runs alone takes all slots.</summary>
internal sealed class TaskRun(TaskEntry task, NodeEntry node)
    : Attempt(node, task.Record.Traits.Exclusive ? node.Pool.Record.Traits.SlotsPerNode : task.Record.Traits.RequiredSlots)
{
    public TaskEntry Task { get; } = task;

    /// <summary>The preparation of its node that it waits for; null when there is none.</summary>
    public JobTaskRun? Preparation { get; set; }
}

/// <summary>One run of a job's preparation or release task on a node, retries included. It takes no slot.</summary>
internal sealed class JobTaskRun(JobNode at, NodeEntry node, bool release) : Attempt(node, 0)
{
    public JobNode At { get; } = at;

    /// <summary>Release; otherwise preparation.</summary>
    public bool Release { get; } = release;
}
