using Autobatch.Emulator.Nodes;

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
    public virtual void Stop(StopIntent intent)
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

/// <summary>A task, or one instance of it, on one node.</summary>
internal abstract class TaskInstance(TaskEntry task, NodeEntry node, int slots) : Attempt(node, slots)
{
    public TaskEntry Task { get; } = task;

    /// <summary>The preparation of its node that the task waits for; null when there is none.</summary>
    public JobTaskRun? Preparation { get; set; }

    /// <summary>How the coordination command of a multi-instance task ended here; null when it has not, or was cut off.</summary>
    public TaskOutcome? Coordination { get; set; }

    /// <summary>0 is the primary, which is all of an ordinary task.</summary>
    public abstract int Id { get; }

    public TaskPlace Place => new(Node.Place, Task.Job.Record.Id, Task.Record.Id) { Subtask = Id };
}

/// <summary>One run of a task on a node, the primary's of a multi-instance task. A manager task that runs alone takes all slots.</summary>
internal sealed class TaskRun : TaskInstance
{
    /// <param name="task">The task.</param>
    /// <param name="node">The primary's node.</param>
    /// <param name="others">One for each further instance.</param>
    public TaskRun(TaskEntry task, NodeEntry node, IReadOnlyList<NodeEntry> others)
        : base(task, node, task.Record.Traits.Exclusive ? node.Pool.Record.Traits.SlotsPerNode : task.Record.Traits.RequiredSlots) =>
        Subtasks = [.. others.Select((other, i) => new SubtaskRun(this, i + 1, other))];

    public override int Id => 0;

    public IReadOnlyList<SubtaskRun> Subtasks { get; }

    /// <summary>The primary, and then the others.</summary>
    public IEnumerable<TaskInstance> Instances => Subtasks.Prepend<TaskInstance>(this);

    /// <summary>All instances have one fate.</summary>
    public override void Stop(StopIntent intent)
    {
        base.Stop(intent);
        foreach (var subtask in Subtasks)
        {
            subtask.Follow(Intent);
        }
    }
}

/// <summary>A further instance of a multi-instance task: it lasts as long as its primary.</summary>
internal sealed class SubtaskRun(TaskRun primary, int id, NodeEntry node) : TaskInstance(primary.Task, node, primary.Task.Record.Traits.RequiredSlots)
{
    public override int Id { get; } = id;

    /// <summary>Whoever takes its node away takes it from all.</summary>
    public override void Stop(StopIntent intent) => primary.Stop(intent);

    /// <summary>The primary has been stopped.</summary>
    public void Follow(StopIntent intent) => base.Stop(intent);
}

/// <summary>One run of a job's preparation or release task on a node, retries included. It takes no slot.</summary>
internal sealed class JobTaskRun(JobNode at, NodeEntry node, bool release) : Attempt(node, 0)
{
    public JobNode At { get; } = at;

    /// <summary>Release; otherwise preparation.</summary>
    public bool Release { get; } = release;
}
