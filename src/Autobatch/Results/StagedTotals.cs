namespace Autobatch.Results;

/// <summary>What was brought to storage for a run's tasks.</summary>
/// <param name="Blobs">Inline contents and copies of other hosts' files.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="SavedBytes">How much of that was there already, so that nothing was copied.</param>
public sealed record StagedTotals(int Blobs, long Bytes, long SavedBytes);
