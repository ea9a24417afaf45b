using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Operations;

/// <summary>Removes the rows of messages that came for an instance that has finished or is gone.</summary>
internal sealed class ForgetOperation(long key, IReadOnlyList<Message> messages, IEffects effects) : IStoreOperation
{
    public void Write(StoreWriter writer)
    {
        foreach (Message message in messages)
            StepOperation.Consume(writer, key, message);
    }

    public void Committed()
    {
        // Nothing follows.
    }

    public void Failed(Exception error) => effects.Fault(error);
}
