namespace Autobatch.Functions.DeadLetters;

/// <summary>What a replay did.</summary>
/// <param name="Replayed">Files that were taken in as if they had just landed; their letters are gone.</param>
/// <param name="Gone">Files, or versions of them, that are not there any more, and messages that name no file; their letters are gone too.</param>
/// <param name="Failed">Files that failed again; their letters say why.</param>
/// <param name="Continuation">Where the next call goes on when this one did not see every letter; null at the end.</param>
internal sealed record ReplayReport(int Replayed, int Gone, int Failed, string? Continuation);
