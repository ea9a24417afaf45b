using Autobatch.Functions.Ledger;

namespace Autobatch.Functions.Packages;

/// <summary>A zip from which an account can get a version that it lacks.</summary>
/// <param name="Registration">The registration to begin there; not claimed yet.</param>
/// <param name="Bytes">The zip's size.</param>
internal sealed record DroppedPackage(LedgerEntry Registration, long Bytes);
