namespace Autobatch.Functions.Configuration;

/// <summary>Which package versions may be deleted (<c>Autobatch:Packages:Prune</c>).</summary>
internal sealed record PruneOptions
{
    public const string Section = "Autobatch:Packages:Prune";

    /// <summary>Whether anything happens at all.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether only a report is left.</summary>
    public bool DryRun { get; init; } = true;

    /// <summary>How many of an application's versions stay, last activated first. Batch takes 40 in all.</summary>
    public int KeepVersions { get; init; } = 10;

    /// <summary>How long after its activation a version stays.</summary>
    public TimeSpan MinAge { get; init; } = TimeSpan.FromDays(30);
}
