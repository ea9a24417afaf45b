namespace Autobatch.Functions.Retention;

/// <summary>Stages of the retention sweep, in order.</summary>
internal static class RetentionStage
{
    /// <summary>Ended runs, from the ledger's list.</summary>
    public const string Runs = nameof(Runs);

    /// <summary>Tombstones of manifests whose blob is gone.</summary>
    public const string Manifests = nameof(Manifests);

    /// <summary>Tombstones of packages whose zip is gone.</summary>
    public const string Packages = nameof(Packages);

    /// <summary>Tombstones of idempotency keys that have had their time.</summary>
    public const string Keys = nameof(Keys);

    /// <summary>The stage after; null after the last.</summary>
    public static string? After(string stage) => stage switch
    {
        Runs => Manifests,
        Manifests => Packages,
        Packages => Keys,
        _ => null,
    };
}
