namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>Wakes those who wait for an instance to start or finish; they then look at the store.</summary>
internal sealed class Announcements
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private bool _closed;

    /// <summary>The next announcement about the instance. Ask before looking at the store.</summary>
    public Task Next(string instanceId)
    {
        lock (_lock)
        {
            if (_closed)
                return Task.FromException(Stopped());
            if (!_waiting.TryGetValue(instanceId, out TaskCompletionSource? source))
                _waiting[instanceId] = source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return source.Task;
        }
    }

    public void Announce(string instanceId)
    {
        TaskCompletionSource? source;
        lock (_lock)
        {
            if (!_waiting.Remove(instanceId, out source))
                return;
        }
        source.TrySetResult();
    }

    /// <summary>Ends every wait with an error.</summary>
    public void Close()
    {
        TaskCompletionSource[] all;
        lock (_lock)
        {
            _closed = true;
            all = [.. _waiting.Values];
            _waiting.Clear();
        }
        foreach (TaskCompletionSource source in all)
            source.TrySetException(Stopped());
    }

    private static InvalidOperationException Stopped() => new("The durable engine has stopped.");
}
