using Autobatch.Standins.Runtime.Durable.Execution;
using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>
/// An instance in memory: the messages that wait for its next step, and, between steps, its live code. One worker at a time has it;
/// the fields of the second part belong to that worker.
/// </summary>
internal sealed class Session(long key, Action<Session> enqueue)
{
    /// <summary>Steps may run ahead of their commits, but not far: an orchestration that loops must not outrun the disk.</summary>
    private const int MostStepsInFlight = 16;

    private readonly Lock _lock = new();
    private List<Message> _pending = [];
    private bool _queued;
    private bool _closed;
    private int _inFlight;

    public long Key => key;

    /// <summary>A count that grows with use; the smallest go first when memory is short.</summary>
    public long LastUsed { get; set; }

    public InstanceRow? Row { get; set; }

    public OrchestrationExecution? Execution { get; set; }

    public int NextSeq { get; set; }

    /// <summary>Set by the step that ended the instance; what comes later is dropped.</summary>
    public bool IsFinished { get; set; }

    /// <summary>What the store had, until the first step after the load has replayed it.</summary>
    public IReadOnlyList<HistoryRow>? History { get; set; }

    /// <summary>Whether the messages at hand come straight from the store.</summary>
    public bool JustLoaded { get; set; }

    /// <summary>Inbox rows that came with a load and may be delivered once more.</summary>
    public HashSet<long> Loaded { get; } = [];

    /// <summary>Messages that wait for a delayed start, or for a host of another version.</summary>
    public List<Message> Held { get; } = [];

    /// <summary>Whether it was said that the instance's version is not this host's.</summary>
    public bool IsRejected { get; set; }

    public void Hold(List<Message> messages) => Held.AddRange(messages.Where(message => message.Event is not null));

    /// <summary>Adds a message; false when the session was closed and another one must take it.</summary>
    public bool TryPost(Message message)
    {
        lock (_lock)
        {
            if (_closed)
                return false;
            _pending.Add(message);
            Queue();
            return true;
        }
    }

    public List<Message> Take()
    {
        lock (_lock)
        {
            List<Message> taken = _pending;
            _pending = [];
            return taken;
        }
    }

    /// <summary>The worker is done; more messages mean another turn.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _queued = false;
            if (_pending.Count > 0)
                Queue();
        }
    }

    public void StepSubmitted()
    {
        lock (_lock)
            _inFlight++;
    }

    public void StepCommitted()
    {
        lock (_lock)
        {
            _inFlight--;
            // A finished session gets a last turn, in which it is removed.
            if (_pending.Count > 0 || IsFinished)
                Queue();
        }
    }

    /// <summary>Closes the session unless something is under way.</summary>
    public bool TryClose()
    {
        lock (_lock)
        {
            if (_closed || _queued || _inFlight > 0 || _pending.Count > 0 || Held.Count > 0)
                return false;
            _closed = true;
            return true;
        }
    }

    private void Queue()
    {
        if (_queued || _inFlight >= MostStepsInFlight)
            return;
        _queued = true;
        enqueue(this);
    }
}
