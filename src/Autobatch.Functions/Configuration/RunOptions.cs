namespace Autobatch.Functions.Configuration;

/// <summary>How runs are carried out (<c>Autobatch:Runs</c>).</summary>
internal sealed record RunOptions
{
    public const string Section = "Autobatch:Runs";

    /// <summary>Longest life of a storage credential: the limit of user delegation.</summary>
    public static readonly TimeSpan LongestCredential = TimeSpan.FromDays(7);

    /// <summary>Most tasks that a factory may make.</summary>
    public int MaxTasks { get; init; } = 100_000;

    /// <summary>How long tasks may wait in the queue before they start; with a task's wall clock it decides when its credentials expire.</summary>
    public TimeSpan QueueTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The longest that a run may wait for a registration under way, or for a service that does not answer.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The longest that a run may wait for its turn in the account.</summary>
    public TimeSpan QuotaWait { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The longest that a run's tasks may wait for a pool that cannot run them.</summary>
    public TimeSpan PoolWait { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The longest that a run may wait for a package that was not dropped yet; zero refuses it at once.</summary>
    public TimeSpan PackageWait { get; init; } = TimeSpan.Zero;

    /// <summary>Whether the job is deleted once <c>result.json</c> is written. Task files go with it; outputs stay.</summary>
    public bool DeleteJobs { get; init; }

    /// <summary>Whether stdout and stderr of every task are kept among its outputs.</summary>
    public bool KeepStandardStreams { get; init; } = true;
}
