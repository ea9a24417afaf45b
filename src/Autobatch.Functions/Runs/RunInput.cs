using Autobatch.Functions.Ledger;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>Which run; its manifest is a blob of the app's own storage.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="CreatedAt">When it was claimed.</param>
/// <param name="Sha256">The manifest's hash.</param>
/// <param name="Container">The container of the blob that started it; null when it came by HTTP.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="ETag">The blob's version.</param>
/// <param name="RerunOf">The run whose unsuccessful tasks it runs again; null when it runs all tasks.</param>
/// <param name="OutputsOf">The run under whose id its outputs lie; null for its own.</param>
/// <param name="Workload">The workload whose files started it; null when a manifest did.</param>
/// <param name="Storage">Its home, the storage account that its manifest's containers are of; null for the primary one.</param>
/// <param name="Batch">The batch of files that a workload's run works on; null for other runs.</param>
/// <param name="Trace">The caller's <c>traceparent</c>; null when it sent none.</param>
/// <param name="Phase">The number of the phase that it is in, from 0; null before the first.</param>
internal sealed record RunInput(
    string RunId, DateTimeOffset CreatedAt, string Sha256, string? Container, string? Name, string? ETag, string? RerunOf = null, string? OutputsOf = null,
    string? Workload = null, string? Storage = null, RunBatch? Batch = null, string? Trace = null, int? Phase = null)
{
    public static RunInput Of(LedgerEntry entry) => new(
        entry.Id, entry.CreatedAt, entry.Sha256!, entry.Container, entry.Name, entry.ETag, entry.RerunOnly is null ? null : entry.RerunOf, entry.OutputsOf,
        entry.Workload, entry.Storage, entry.Batch is { } batch ? new RunBatch(batch, entry.BatchPrefix ?? "", entry.BatchFiles ?? 0) : null, entry.Trace);

    public LedgerKey Key() => new(RunId, CreatedAt);

    public TriggerInfo? Trigger() => Container is null ? null : new TriggerInfo(Container, Name!, ETag!);

    /// <summary>The run under whose id outputs and lists of input files lie.</summary>
    public string OutputsId() => OutputsOf ?? RunId;
}
