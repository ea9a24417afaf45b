using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>Which versions of one application may go.</summary>
internal static class PruneRules
{
    /// <summary>The versions, last activated first, each with why it is kept.</summary>
    /// <param name="versions">The application's versions in any order.</param>
    /// <param name="unread">What uses could not be read; null when all were.</param>
    /// <param name="allowUpdates">Whether Batch lets active versions be deleted.</param>
    /// <param name="options">How many and how old.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<CatalogVersion> Judge(
        IEnumerable<CatalogVersion> versions, string? unread, bool allowUpdates, PruneOptions options, DateTimeOffset now) =>
    [
        .. versions
            .OrderByDescending(v => v.ActivatedAt)
            .ThenByDescending(v => v.Version, StringComparer.OrdinalIgnoreCase)
            .Select((v, i) => v with { KeptBecause = KeptBecause(v, i, unread, allowUpdates, options, now) }),
    ];

    private static string? KeptBecause(CatalogVersion version, int newer, string? unread, bool allowUpdates, PruneOptions options, DateTimeOffset now) =>
        version.Uses.Count > 0 ? "it is used"
        : version.State != "Active" || version.ActivatedAt is not { } activated ? "it is not active"
        : newer < options.KeepVersions ? $"it is among the {options.KeepVersions} newest"
        : now - activated < options.MinAge ? $"it is younger than {options.MinAge}"
        : !allowUpdates ? "the application's allowUpdates is false, so Batch deletes no active version"
        : unread is not null ? $"not every use is known: {unread}"
        : null;
}
