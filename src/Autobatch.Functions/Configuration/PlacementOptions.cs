using Autobatch.Placement;

namespace Autobatch.Functions.Configuration;

/// <summary>Which account takes a run, and when it moves to another one (<c>Autobatch:Placement</c>).</summary>
internal sealed record PlacementOptions
{
    public const string Section = "Autobatch:Placement";

    /// <summary>One of <see cref="PlacementPolicy"/>.</summary>
    public string Policy { get; init; } = PlacementPolicy.Preferred;

    /// <summary>How long a run that has no job yet waits for a full account, or for one that does not answer, before another one is chosen.</summary>
    public TimeSpan SpillAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an account must not answer before the runs that have a job there go on in another one.</summary>
    public TimeSpan FailoverAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest time between two records of which tasks of a run have succeeded.</summary>
    public TimeSpan RecordEvery { get; init; } = TimeSpan.FromSeconds(30);
}
