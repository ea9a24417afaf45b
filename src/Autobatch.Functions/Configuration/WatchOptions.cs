namespace Autobatch.Functions.Configuration;

/// <summary>How an account's jobs are watched (<c>Autobatch:Watch</c>).</summary>
/// <param name="Interval">Between two looks at the account; one request each.</param>
internal sealed record WatchOptions(TimeSpan Interval)
{
    public const string Section = "Autobatch:Watch";

    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
}
