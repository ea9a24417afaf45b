namespace Autobatch.Functions.Api.DeadLetters;

/// <summary>A page of dead letters.</summary>
internal sealed record DeadLetterListView(IReadOnlyList<DeadLetterView> DeadLetters, string? ContinuationToken);
