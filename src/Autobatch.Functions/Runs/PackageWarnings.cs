using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Results;

namespace Autobatch.Functions.Runs;

/// <summary>Tells a run which packages it has, and what may be odd about them on its nodes.</summary>
internal sealed class PackageWarnings(RunFiles files, PackageRegistry registry)
{
    /// <summary>The run's packages with their exact versions, and warnings about them.</summary>
    /// <param name="account">The run's Batch account.</param>
    /// <param name="runId">The run.</param>
    /// <param name="endedAt">When it ended; what happened later is not its concern.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when the run was given no packages (yet).</returns>
    public async Task<(IReadOnlyList<PackageReference> Packages, IReadOnlyList<RunWarning> Warnings)?> FindAsync(
        string account, string runId, DateTimeOffset? endedAt, CancellationToken cancellationToken)
    {
        if (await files.ReadPackagesAsync(runId, cancellationToken) is not { } given)
        {
            return null;
        }

        PackageReference[] packages = [.. given.Packages.Select(p => new PackageReference(p.ApplicationId, p.Version)).Distinct()];
        List<RunWarning> warnings = [];
        foreach (PackageReference package in packages)
        {
            PackageReservation? registered = await registry.FindAsync(account, new PackageName(package.ApplicationId, package.Version!), cancellationToken);
            warnings.AddRange(Of(package, given, registered?.ReplacedAt, endedAt));
        }

        return (packages, warnings);
    }

    internal static IEnumerable<RunWarning> Of(PackageReference package, RunPackages given, DateTimeOffset? replacedAt, DateTimeOffset? endedAt)
    {
        if (replacedAt > given.At && (endedAt is null || replacedAt <= endedAt))
        {
            yield return new RunWarning(
                RunWarning.PackageContentReplaced,
                $"{package} got other content at {replacedAt:u}, while this run was under way: its tasks may have used either. Nodes keep the old files until they are reimaged.");
        }
        else if (replacedAt > given.PoolSince && replacedAt <= given.At)
        {
            yield return new RunWarning(
                RunWarning.PackageContentReplaced,
                $"{package} got other content at {replacedAt:u}, after this run's pool was made: nodes that had unpacked it keep the old files until they are reimaged. Drop changed content under a new version.");
        }

        if (given.OnLinux == true && package.ApplicationId.Contains('-', StringComparison.Ordinal))
        {
            yield return new RunWarning(
                RunWarning.HyphenOnLinux,
                $"The application id '{package.ApplicationId}' has a hyphen, which Linux nodes are not documented to take; variables have an underscore in its place.");
        }
    }
}
