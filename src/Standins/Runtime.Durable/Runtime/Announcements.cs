namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>What one can wait for.</summary>
internal enum Milestone
{
    Started,

    /// <summary>Finished, or gone.</summary>
    Finished,
}

/// <summary>Wakes those who wait for an instance to start or finish; they then look at the store.</summary>
internal sealed class Announcements
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string InstanceId, Milestone Milestone), TaskCompletionSource> _waiting = [];
    private bool _closed;

    /// <summary>The next announcement of this kind about the instance. Ask before looking at the store.</summary>
    public Task Next(string instanceId, Milestone milestone)
    {
        lock (_lock)
        {
            if (_closed)
                return Task.FromException(Stopped());
            if (!_waiting.TryGetValue((instanceId, milestone), out TaskCompletionSource? source))
                _waiting[(instanceId, milestone)] = source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return source.Task;
        }
    }

    public void Announce(string instanceId, Milestone milestone)
    {
        TaskCompletionSource? source;
        lock (_lock)
        {
            if (!_waiting.Remove((instanceId, milestone), out source))
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
