namespace Autobatch.Emulator.Lifecycle;

/// <summary>Deadlines of which the first one counts; null is none.</summary>
internal static class Due
{
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}
