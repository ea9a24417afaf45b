namespace Autobatch.Emulator.Model;

/// <summary>Deadlines of which the first one counts; null is none.</summary>
internal static class Due
{
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    /// <summary>So long after a time; null when either is missing, or when that is past the end of time.</summary>
    public static DateTimeOffset? After(DateTimeOffset? from, TimeSpan? span) =>
        from is { } start && span is { } length && length < DateTimeOffset.MaxValue - start ? start + length : null;
}
