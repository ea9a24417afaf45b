namespace Autobatch.Functions.Configuration;

/// <summary>How left-over jobs are closed (<c>Autobatch:Sweep</c>).</summary>
/// <param name="Patience">How long after its end a run's job is left to the run itself.</param>
/// <param name="UnknownAfter">How old a job of ours must be whose run nobody knows any more.</param>
internal sealed record SweepOptions(TimeSpan Patience, TimeSpan UnknownAfter)
{
    public const string Section = "Autobatch:Sweep";

    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DefaultUnknownAfter = TimeSpan.FromDays(1);
}
