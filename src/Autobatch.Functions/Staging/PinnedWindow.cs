namespace Autobatch.Functions.Staging;

/// <summary>The versions of a window's files that a run is to work on.</summary>
/// <param name="Page">Where the listing that found them stood before the page with the first of them; null for its start, or when there was none.</param>
/// <param name="ETags">In the order of the window's names; empty for a file of which no version is known.</param>
/// <param name="Differ">Of a rerun: how many files of the tasks that run again have another version than before.</param>
internal sealed record PinnedWindow(string? Page, IReadOnlyList<string> ETags, int Differ = 0);
