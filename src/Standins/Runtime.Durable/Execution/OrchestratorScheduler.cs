namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>
/// Runs all code of one orchestration on the thread of the current step, one piece after the other. What arrives from another thread
/// was not caused by the history, so it is reported as a foreign await and never run.
/// </summary>
internal sealed class OrchestratorScheduler : TaskScheduler
{
    private const int Nobody = 0;

    private readonly Queue<Action> _queue = new();
    private readonly Action _onForeign;
    private readonly OrchestratorSynchronizationContext _context;
    private volatile int _owner = Nobody;

    public OrchestratorScheduler(Action onForeign)
    {
        _onForeign = onForeign;
        _context = new OrchestratorSynchronizationContext(this);
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Whether the caller is orchestrator code inside its step.</summary>
    public bool IsInside => _owner == Environment.CurrentManagedThreadId;

    /// <summary>Runs a step on the calling thread: the action, then all that it queued.</summary>
    public void Run(Action action)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        _owner = Environment.CurrentManagedThreadId;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            Task step = new(action);
            step.RunSynchronously(this);
            step.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            _owner = Nobody;
        }
    }

    /// <summary>Runs what is queued until nothing is left. Only from inside a step.</summary>
    public void Drain()
    {
        while (_queue.TryDequeue(out Action? next))
            next();
    }

    protected override void QueueTask(Task task) => Enqueue(() => TryExecuteTask(task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => IsInside && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Enqueue(Action action)
    {
        if (IsInside)
            _queue.Enqueue(action);
        else
            _onForeign();
    }

    private sealed class OrchestratorSynchronizationContext(OrchestratorScheduler scheduler) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => scheduler.Enqueue(() => d(state));

        public override void Send(SendOrPostCallback d, object? state)
        {
            if (!scheduler.IsInside)
                throw new InvalidOperationException(Faults.ForeignThread);
            d(state);
        }

        public override SynchronizationContext CreateCopy() => this;
    }
}
