using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Operations;

/// <summary>Removes finished instances with all their rows; others stay and do not count.</summary>
internal sealed class PurgeOperation(IReadOnlyList<string> instanceIds, IEffects effects) : IStoreOperation
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _purged = [];

    public Task<int> Done => _done.Task;

    public void Write(StoreWriter writer)
    {
        _purged.Clear();
        foreach (string instanceId in instanceIds)
        {
            if (writer.Find(instanceId) is not { } found || !found.Status.IsFinished())
                continue;
            writer.Purge(found.Key);
            _purged.Add(instanceId);
        }
    }

    public void Committed()
    {
        foreach (string instanceId in _purged)
            effects.Announce(instanceId, Milestone.Finished);
        _done.TrySetResult(_purged.Count);
    }

    public void Failed(Exception error) => _done.TrySetException(error);
}
