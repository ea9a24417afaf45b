namespace Autobatch.Batch;

/// <summary>A job's tasks by state.</summary>
public sealed record TaskCounts
{
    /// <summary>Waiting, also those that wait for others.</summary>
    public int Active { get; init; }

    /// <summary>Running or preparing.</summary>
    public int Running { get; init; }

    /// <summary><see cref="Succeeded"/> and <see cref="Failed"/> together.</summary>
    public int Completed { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }
}
