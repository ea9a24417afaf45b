namespace Autobatch.Functions.Packages.Catalog;

/// <summary>What one round of pruning found and did: <c>results/packages/prune-{time}-{account}.json</c>.</summary>
/// <param name="Account">The Batch account.</param>
/// <param name="At">When it began.</param>
/// <param name="DryRun">Whether nothing was to be deleted.</param>
/// <param name="Deleted">What was deleted, as <c>{application}/{version}</c>.</param>
/// <param name="WouldDelete">What the rules let go and is still there.</param>
/// <param name="Applications">Everything, with why it is kept, as it was last looked at.</param>
internal sealed record PruneReport(
    string Account, DateTimeOffset At, bool DryRun, IReadOnlyList<string> Deleted, IReadOnlyList<string> WouldDelete, IReadOnlyList<CatalogApplication> Applications);
