namespace Autobatch.Planning;

/// <summary>Which blobs a <c>taskPerFile</c> factory makes tasks for.</summary>
/// <param name="Container">A container of the autostorage account.</param>
/// <param name="BlobPrefix">Blobs whose name starts with this; empty for all.</param>
/// <param name="Include">Globs, of which a blob must match one; empty for all.</param>
/// <param name="Exclude">Globs, of which a blob must match none.</param>
public sealed record TaskSource(string Container, string BlobPrefix, IReadOnlyList<string> Include, IReadOnlyList<string> Exclude)
{
    /// <summary>Whether the files are exactly those of the run's batch, which lie under the prefix.</summary>
    public bool IsBatch { get; init; }

    /// <summary>What the run holds to of its files.</summary>
    public InputPin Pin { get; init; }
}
