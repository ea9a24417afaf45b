namespace Autobatch.Placement;

/// <summary>An account that a run may go to, as it stands at the moment of the choice. What is not known is null and stands against nobody.</summary>
public sealed record PlacementCandidate
{
    /// <summary>The account's configured name.</summary>
    public required string Name { get; init; }

    /// <summary>Its region.</summary>
    public string? Region { get; init; }

    /// <summary>The name of its autostorage account.</summary>
    public string? Storage { get; init; }

    /// <summary>Whether its data plane answered.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>Whether somebody drains it: it takes no run.</summary>
    public bool Drained { get; init; }

    /// <summary>Active jobs, ours and others'.</summary>
    public int? ActiveJobs { get; init; }

    /// <summary>Runs of ours that have their place there, wait for one, or are on their way.</summary>
    public int? OurJobs { get; init; }

    /// <summary>How many active jobs it may have.</summary>
    public int? JobQuota { get; init; }

    /// <summary>How many of ours there may be.</summary>
    public int? OurJobQuota { get; init; }

    /// <summary>Cores of its nodes, and how many there may be.</summary>
    public int? Cores { get; init; }

    /// <summary>How many cores there may be.</summary>
    public int? CoreQuota { get; init; }

    /// <summary>Pools that there are.</summary>
    public int? Pools { get; init; }

    /// <summary>How many there may be.</summary>
    public int? PoolQuota { get; init; }

    /// <summary>Cores of one node of the pool that would have to be made; null when nothing has to be made, or that is not known.</summary>
    public int? NewNodeCores { get; init; }

    /// <summary>Whether a pool would have to be made.</summary>
    public bool NeedsPool { get; init; }

    /// <summary>Why the account cannot take the run now; null when nothing is known against it.</summary>
    public string? Obstacle() =>
        Drained ? "it is being drained"
        : !Answers ? "it does not answer"
        : OurJobQuota is { } ours && OurJobs >= ours ? $"{OurJobs} runs of ours are there, as many as it may hold or more"
        : JobQuota is { } jobs && ActiveJobs >= jobs ? $"it holds {ActiveJobs} active jobs, as many as its quota allows"
        : NeedsPool && PoolQuota is { } pools && Pools >= pools ? $"the run's pool is missing, and it holds {Pools} pools, as many as its quota allows"
        : NewNodeCores is { } more && CoreQuota is { } cores && Cores + more > cores ? $"one node takes {more} cores, and {Cores} of {cores} are in use"
        : null;

    /// <summary>The largest part of any of its quotas that is in use, from 0; what is not known counts as unused.</summary>
    public double Load() => Math.Max(Part(OurJobs, OurJobQuota), Math.Max(Part(ActiveJobs, JobQuota), Part(Cores, CoreQuota)));

    private static double Part(int? used, int? of) => used is { } some && of is { } all ? (double)some / Math.Max(1, all) : 0;
}
