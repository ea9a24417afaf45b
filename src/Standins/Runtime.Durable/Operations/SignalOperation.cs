using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Operations;

/// <summary>A client's event, suspend, resume or terminate for an instance that has not finished.</summary>
internal sealed class SignalOperation(string instanceId, HistoryEvent signal, string verb, IEffects effects) : IStoreOperation
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Delivery? _delivery;
    private Exception? _refusal;

    public Task Done => _done.Task;

    public void Write(StoreWriter writer)
    {
        _delivery = null;
        _refusal = null;
        if (writer.Find(instanceId) is not { } target)
            _refusal = new ArgumentException($"No orchestration instance with the id '{instanceId}' was found.");
        else if (target.Status.IsFinished())
            _refusal = new InvalidOperationException($"Cannot {verb} the orchestration instance '{instanceId}': it is {target.Status}.");
        else
            _delivery = writer.InsertInbox(target.Key, Schema.AnyGeneration, signal);
    }

    public void Committed()
    {
        if (_delivery is null)
        {
            _done.TrySetException(_refusal!);
            return;
        }
        effects.Deliver(_delivery);
        _done.TrySetResult();
    }

    public void Failed(Exception error) => _done.TrySetException(error);
}
