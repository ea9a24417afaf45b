namespace Autobatch.Placement;

/// <summary>What a run asks of the account that takes it.</summary>
/// <param name="Policy">One of <see cref="PlacementPolicy"/>.</param>
/// <param name="Home">The name of the storage account that the run's blobs are in.</param>
/// <param name="HomeRegion">Its region; null when that is not known.</param>
/// <param name="Named">Whether the manifest names the candidates: then their order counts, and a single one is waited for.</param>
public sealed record PlacementRequest(string Policy, string Home, string? HomeRegion, bool Named);
