using Autobatch.Functions.Ledger;

namespace Autobatch.Functions.Packages.Sources;

/// <summary>What the ledger says of a zip that a run brings somewhere.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Entry">The row; null when nobody has begun.</param>
/// <param name="ThereAs">The zip's hash, when it is there; null otherwise.</param>
internal sealed record ZipRow(string Id, LedgerEntry? Entry, string? ThereAs);
