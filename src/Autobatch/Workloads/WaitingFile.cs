namespace Autobatch.Workloads;

/// <summary>A version of a file that a workload has asked for and that no batch has yet.</summary>
/// <param name="Key">32 hex digits that follow from where it is, its name and its version (<see cref="Runs.Ids.ForBlob"/>).</param>
/// <param name="Name">The blob's name within its container.</param>
/// <param name="ETag">Its version, without quotes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="WrittenAt">When it was written, to the second.</param>
/// <param name="ArrivedAt">When it was taken in.</param>
/// <param name="Version">The workload's version that was valid when it was written.</param>
public sealed record WaitingFile(string Key, string Name, string ETag, long Bytes, DateTimeOffset WrittenAt, DateTimeOffset ArrivedAt, string Version)
{
    /// <summary>Its path within the workload's folder.</summary>
    public string Path => Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The folder that it lies in, with a slash at its end.</summary>
    public string Folder => Name[..(Name.LastIndexOf('/') + 1)];
}
