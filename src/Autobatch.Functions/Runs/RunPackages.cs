namespace Autobatch.Functions.Runs;

/// <summary>The package versions that a run was given: written once, so that nothing which happens later changes them.</summary>
/// <param name="At">When.</param>
/// <param name="PoolSince">When the run's pool was made; null for a pool of the job's own, whose nodes are all new.</param>
/// <param name="OnLinux">Whether the pool's nodes run Linux; null when that is not known.</param>
/// <param name="Packages">The packages.</param>
internal sealed record RunPackages(DateTimeOffset At, DateTimeOffset? PoolSince, bool? OnLinux, IReadOnlyList<GivenPackage> Packages)
{
    /// <summary>The versions for references that name none, by application.</summary>
    public IReadOnlyDictionary<string, string> Defaults() =>
        Packages.Where(p => p.ByDefault).ToDictionary(p => p.ApplicationId, p => p.Version, StringComparer.OrdinalIgnoreCase);
}
