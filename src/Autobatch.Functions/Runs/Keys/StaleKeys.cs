namespace Autobatch.Functions.Runs.Keys;

/// <summary>Nodes are denied what lies in the autostorage account, and a key of it was made anew.</summary>
/// <param name="SeenSync">When Batch had last read the keys, as it was found.</param>
/// <param name="Detail">What was denied, in one sentence.</param>
/// <param name="JobIsOver">Whether the job has ended, so that what failed needs another one.</param>
internal sealed record StaleKeys(DateTimeOffset SeenSync, string Detail, bool JobIsOver);
