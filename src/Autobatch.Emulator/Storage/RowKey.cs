namespace Autobatch.Emulator.Storage;

/// <summary>Kinds of rows.</summary>
internal enum RowKind
{
    Pool,
    Node,
    Job,
    Task,
    Application,
    JobNode,
    Account,
    StorageAccount,
    Quotas,
    Faults,
    JobSchedule,
}

/// <summary>Names one stored record. The parent is the pool of a node and the job of a task or of a prepared node, otherwise empty.</summary>
internal readonly record struct RowKey(RowKind Kind, string Account, string Parent, string Id);

/// <summary>One stored record, still in JSON.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Definition">The REST body; empty for kinds that have none.</param>
/// <param name="State">Everything else, as the record serialises.</param>
internal sealed record StoredRow(RowKey Key, byte[] Definition, byte[] State);
