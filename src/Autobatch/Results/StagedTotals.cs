namespace Autobatch.Results;

/// <summary>What was brought to storage for a run's tasks.</summary>
/// <param name="Blobs">Inline contents, copies of other hosts' files, and files of lists.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="SavedBytes">How much of that was there already, so that nothing was copied.</param>
/// <param name="Lists">Lists of resource files that were too long for Batch, and are given as containers.</param>
public sealed record StagedTotals(int Blobs, long Bytes, long SavedBytes, int Lists = 0);
