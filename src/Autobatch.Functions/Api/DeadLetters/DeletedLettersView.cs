namespace Autobatch.Functions.Api.DeadLetters;

/// <summary>What a deletion did.</summary>
/// <param name="Deleted">Letters that are gone.</param>
/// <param name="Kept">Letters that failed again in that moment, and stay with the new reason.</param>
/// <param name="ContinuationToken">Asks for the rest, when there were more letters than one call takes out.</param>
internal sealed record DeletedLettersView(int Deleted, int Kept, string? ContinuationToken);
