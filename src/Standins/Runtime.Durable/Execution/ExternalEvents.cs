using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>Events that came before their wait, and waits that came before their event: first in, first out per name.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<string?>>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _unclaimed = [];

    public int WaitCount { get; private set; }

    /// <summary>Events that nobody waited for, in the order of arrival.</summary>
    public IReadOnlyList<EventRaised> Unclaimed => _unclaimed;

    public void Raise(EventRaised item)
    {
        if (!_waits.TryGetValue(item.Name, out LinkedList<TaskCompletionSource<string?>>? queue) || queue.First is not { } first)
        {
            _unclaimed.Add(item);
            return;
        }
        queue.RemoveFirst();
        WaitCount--;
        first.Value.TrySetResult(item.Input);
    }

    /// <param name="name">Compared without regard to case.</param>
    /// <param name="onCancelled">Called on cancellation before the wait ends; returns false to refuse it.</param>
    /// <param name="cancellation">Ends the wait; an event that comes later goes to the next one.</param>
    public Task<string?> Wait(string name, Func<bool> onCancelled, CancellationToken cancellation)
    {
        int index = _unclaimed.FindIndex(item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            string? input = _unclaimed[index].Input;
            _unclaimed.RemoveAt(index);
            return Task.FromResult(input);
        }
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<string?>(cancellation);
        if (!_waits.TryGetValue(name, out LinkedList<TaskCompletionSource<string?>>? queue))
            _waits[name] = queue = new LinkedList<TaskCompletionSource<string?>>();
        LinkedListNode<TaskCompletionSource<string?>> node = queue.AddLast(new TaskCompletionSource<string?>());
        WaitCount++;
        cancellation.Register(() =>
        {
            if (node.List is null || !onCancelled())
                return;
            queue.Remove(node);
            WaitCount--;
            node.Value.TrySetCanceled(cancellation);
        });
        return node.Value.Task;
    }
}
