using Autobatch.Planning;

namespace Autobatch.Workloads;

/// <summary>Which files a workload asks for, and when so many of them are a batch.</summary>
public sealed class WorkloadRule
{
    /// <summary>The most files that any batch has.</summary>
    public const int MostFiles = 100_000;

    private readonly Glob[] _include;
    private readonly Glob[] _exclude;

    internal WorkloadRule(IEnumerable<string> include, IEnumerable<string> exclude)
    {
        (Include, Exclude) = ([.. include], [.. exclude]);
        (_include, _exclude) = ([.. Include.Select(g => new Glob(g))], [.. Exclude.Select(g => new Glob(g))]);
    }

    /// <summary>Globs of which a file must match one; empty for all files.</summary>
    public IReadOnlyList<string> Include { get; }

    /// <summary>Globs of which a file must match none.</summary>
    public IReadOnlyList<string> Exclude { get; }

    /// <summary>Files at which a batch is closed; null for no bound but <see cref="MostFiles"/>.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>Bytes that a batch stays within; null for no bound.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The longest that a batch's first file waits; null for no bound.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>How long no file must have come; null when that closes nothing.</summary>
    public TimeSpan? QuietPeriod { get; init; }

    /// <summary>The name of the file that closes its folder's batch; null when there is none.</summary>
    public string? MarkerFile { get; init; }

    /// <summary>Whether a file is asked for, as part of a batch or as a marker.</summary>
    /// <param name="path">Its path within the workload's folder.</param>
    public bool AsksFor(string path) => IsMarker(path) || ((_include.Length == 0 || _include.Any(g => g.Matches(path))) && !_exclude.Any(g => g.Matches(path)));

    /// <summary>Whether a file is a marker, which closes a batch and is no part of it.</summary>
    /// <param name="path">Its path within the workload's folder.</param>
    public bool IsMarker(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return MarkerFile is not null && path.AsSpan(path.LastIndexOf('/') + 1).SequenceEqual(MarkerFile);
    }
}
