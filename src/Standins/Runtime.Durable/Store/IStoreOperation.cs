namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>One change that is written as a whole, and what follows once it is on disk.</summary>
internal interface IStoreOperation
{
    /// <summary>Writes inside the transaction; called again after a rollback, so it starts over each time.</summary>
    void Write(StoreWriter writer);

    /// <summary>Called once, after the commit, in the order of the writes, on the writer's thread: must be quick.</summary>
    void Committed();

    /// <summary>Called instead, when the change can never be written.</summary>
    void Failed(Exception error);
}
