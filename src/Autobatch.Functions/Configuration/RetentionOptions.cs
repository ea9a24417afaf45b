namespace Autobatch.Functions.Configuration;

/// <summary>How long what runs leave behind is kept (<c>Autobatch:Retention</c>); null keeps it for ever. Of these only what is staged goes by default: it can be staged again.</summary>
internal sealed record RetentionOptions
{
    public const string Section = "Autobatch:Retention";

    /// <summary>A use is marked once a day: in less than two, a file that is in use may look unused.</summary>
    public static readonly TimeSpan LeastStaged = TimeSpan.FromDays(2);

    /// <summary>Age after the end at which a run's records go: ledger rows, orchestrations, stored manifest, Batch job.</summary>
    public TimeSpan? Runs { get; init; }

    /// <summary>Age at which <c>results/{runId}/</c> goes; not longer than <see cref="Runs"/>.</summary>
    public TimeSpan? Results { get; init; }

    /// <summary>Age at which the run's folder in its output containers goes; not longer than <see cref="Runs"/>.</summary>
    public TimeSpan? Outputs { get; init; }

    /// <summary>Time since a staged file was used last at which it goes; at least <see cref="LeastStaged"/>.</summary>
    public TimeSpan? Staged { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long after a purge a run that came by HTTP is still known by its idempotency key.</summary>
    public TimeSpan IdempotencyKeys { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether it is only logged what would go.</summary>
    public bool DryRun { get; init; }

    public bool IsOn => IsOnForRuns || Staged is not null;

    public bool IsOnForRuns => Runs is not null || Results is not null || Outputs is not null;
}
