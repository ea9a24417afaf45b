namespace Autobatch.Workloads;

/// <summary>Files that one run is to work on.</summary>
/// <param name="Version">The workload's version that they came under.</param>
/// <param name="Files">In the order of their names, each name once.</param>
/// <param name="Spent">What else this closes: markers, and versions that were overwritten while they waited.</param>
public sealed record FileBatch(string Version, IReadOnlyList<WaitingFile> Files, IReadOnlyList<WaitingFile> Spent)
{
    /// <summary>The deepest folder that holds all the files, with a slash at its end.</summary>
    public string Prefix
    {
        get
        {
            if (Files.Count == 0)
            {
                return "";
            }

            // In ordinal order the first and the last name differ the most.
            (string first, string last) = (Files[0].Folder, Files[^1].Folder);
            int common = first.AsSpan().CommonPrefixLength(last);
            return first[..(first.LastIndexOf('/', Math.Max(0, common - 1)) + 1)];
        }
    }
}
