namespace Autobatch.Functions.Retention;

/// <summary>Where the retention sweep stands.</summary>
/// <param name="AsOf">The moment that ages are counted to.</param>
/// <param name="Stage">One of <see cref="RetentionStage"/>.</param>
/// <param name="After">Where the page before ended, as the stage writes it; null at the beginning of a stage.</param>
internal sealed record RetentionState(DateTimeOffset AsOf, string Stage, string? After);
