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

    /// <summary>Rows of workloads' input files whose version is gone.</summary>
    public const string Inputs = nameof(Inputs);

    /// <summary>Staged files that no run has used for long.</summary>
    public const string Staged = nameof(Staged);

    /// <summary>The stage after; null after the last.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="ofRunsOnly">Whether the sweep is one of version 1.0, which ended with <see cref="Keys"/>.</param>
    public static string? After(string stage, bool ofRunsOnly) => stage switch
    {
        Runs => Manifests,
        Manifests => Packages,
        Packages => Keys,
        Keys => ofRunsOnly ? null : Inputs,
        Inputs => Staged,
        _ => null,
    };
}
