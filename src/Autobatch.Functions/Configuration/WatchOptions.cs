namespace Autobatch.Functions.Configuration;

/// <summary>How an account's jobs are watched (<c>Autobatch:Watch</c>).</summary>
/// <param name="Interval">Between two looks at the account; one request each.</param>
/// <param name="Markers">Whether the last task of a run leaves a mark, whose event tells of the end before the next look.</param>
internal sealed record WatchOptions(TimeSpan Interval, bool Markers)
{
    public const string Section = "Autobatch:Watch";

    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    // Of shorter intervals a mark saves less than it costs: an upload, an event and a look or two.
    private static readonly TimeSpan s_longestWithoutMarkers = TimeSpan.FromSeconds(2);

    /// <summary>Whether marks pay when the settings say nothing of them.</summary>
    public static bool MarkersPay(TimeSpan interval) => interval > s_longestWithoutMarkers;
}
