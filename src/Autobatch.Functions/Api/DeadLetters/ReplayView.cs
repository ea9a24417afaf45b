namespace Autobatch.Functions.Api.DeadLetters;

/// <summary>What a replay did.</summary>
/// <param name="Replayed">Files that were taken in as if they had just landed.</param>
/// <param name="Gone">Files or versions that are not there any more, and messages that name no file: their letters are taken out.</param>
/// <param name="Failed">Files that failed again; their letters say why.</param>
/// <param name="ContinuationToken">Asks for the rest, when there were more letters than one call replays.</param>
internal sealed record ReplayView(int Replayed, int Gone, int Failed, string? ContinuationToken);
