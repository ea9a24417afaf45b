namespace Autobatch.Functions.Retention;

/// <summary>A page of runs that something is due of.</summary>
/// <param name="Runs">May be empty although more follow.</param>
/// <param name="Last">Where the page ended; null when the list did.</param>
internal sealed record ExpiredPage(IReadOnlyList<ExpiredRun> Runs, string? Last);
