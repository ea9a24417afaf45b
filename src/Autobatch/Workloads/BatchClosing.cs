namespace Autobatch.Workloads;

/// <summary>What is to be closed now.</summary>
/// <param name="Batches">Batches to close, in the order in which their first files came. One without files only clears away what is spent.</param>
/// <param name="Next">When time alone closes the next one; null when only more files can.</param>
public sealed record BatchClosing(IReadOnlyList<FileBatch> Batches, DateTimeOffset? Next)
{
    /// <summary>Applies a rule to the files that wait under one version of a workload. Pure: the same files at the same time give the same batches.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="files">Every file of the version that waits, markers too.</param>
    /// <param name="now">The time.</param>
    /// <param name="mostFiles">The most files that a batch may have beside the rule's own bound.</param>
    public static BatchClosing Of(WorkloadRule rule, IReadOnlyCollection<WaitingFile> files, DateTimeOffset now, int mostFiles = WorkloadRule.MostFiles)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(files);
        return new Closer(rule, now, Math.Min(rule.MaxFiles ?? mostFiles, mostFiles)).Close(files);
    }

    /// <summary>Of names that were written again while they waited, what is there now, and the versions whose content is gone.</summary>
    /// <param name="files">Files of one storage account, whatever version they came under.</param>
    public static (IReadOnlyList<WaitingFile> Newest, IReadOnlyList<WaitingFile> Overwritten) Overwritten(IEnumerable<WaitingFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<WaitingFile> newest = [];
        List<WaitingFile> overwritten = [];
        foreach (IGrouping<string, WaitingFile> versions in files.GroupBy(f => f.Name, StringComparer.Ordinal))
        {
            WaitingFile[] newestFirst = [.. versions.OrderByDescending(v => v.WrittenAt).ThenByDescending(v => v.ArrivedAt).ThenBy(v => v.ETag, StringComparer.Ordinal)];
            newest.Add(newestFirst[0]);
            overwritten.AddRange(newestFirst[1..]);
        }

        return (newest, overwritten);
    }

    private sealed class Closer(WorkloadRule rule, DateTimeOffset now, int mostFiles)
    {
        private readonly List<FileBatch> _batches = [];
        private DateTimeOffset? _next;

        public BatchClosing Close(IReadOnlyCollection<WaitingFile> files)
        {
            (IReadOnlyList<WaitingFile> open, IReadOnlyList<WaitingFile> overwritten) = Overwritten(files);
            if (overwritten.Count > 0)
            {
                _batches.Add(new FileBatch(overwritten[0].Version, [], overwritten));
            }

            IReadOnlyList<WaitingFile> rest = Marked(open);
            IEnumerable<IReadOnlyList<WaitingFile>> groups = rule.MarkerFile is null ? [rest] : rest.GroupBy(f => f.Folder, StringComparer.Ordinal).Select(g => g.ToList());
            foreach (IReadOnlyList<WaitingFile> group in groups)
            {
                Group(group);
            }

            return new BatchClosing([.. _batches.OrderBy(b => b.Files.Count == 0 ? DateTimeOffset.MinValue : b.Files.Min(f => f.ArrivedAt))], _next);
        }

        // A marker takes its folder with all below, but for what a marker further below takes.
        private IReadOnlyList<WaitingFile> Marked(IReadOnlyList<WaitingFile> open)
        {
            Dictionary<string, (WaitingFile Marker, List<WaitingFile> Files)> marked = open.Where(f => rule.IsMarker(f.Path))
                .ToDictionary(m => m.Folder, m => (m, new List<WaitingFile>()), StringComparer.Ordinal);
            if (marked.Count == 0)
            {
                return open;
            }

            List<WaitingFile> rest = [];
            foreach (WaitingFile file in open.Where(f => !rule.IsMarker(f.Path)))
            {
                string? folder = file.Folder;
                while (folder is not null && !marked.ContainsKey(folder))
                {
                    folder = Above(folder);
                }

                (folder is null ? rest : marked[folder].Files).Add(file);
            }

            foreach ((WaitingFile marker, List<WaitingFile> files) in marked.Values)
            {
                Add(Full(files), [marker]);
            }

            return rest;
        }

        private static string? Above(string folder) => folder.LastIndexOf('/', Math.Max(0, folder.Length - 2)) is var slash and > 0 ? folder[..(slash + 1)] : null;

        private void Group(IReadOnlyList<WaitingFile> files)
        {
            List<WaitingFile> left = Full(files);
            if (left.Count == 0)
            {
                return;
            }

            DateTimeOffset? end = Earlier(left.Min(f => f.ArrivedAt) + rule.MaxWait, left.Max(f => f.ArrivedAt) + rule.QuietPeriod);
            if (end <= now)
            {
                Add(left, []);
            }
            else
            {
                _next = Earlier(_next, end);
            }
        }

        /// <summary>Closes what is full, in the order of arrival; what is left over comes back.</summary>
        private List<WaitingFile> Full(IReadOnlyList<WaitingFile> files)
        {
            List<WaitingFile> batch = [];
            long bytes = 0;
            foreach (WaitingFile file in files.OrderBy(f => f.ArrivedAt).ThenBy(f => f.Name, StringComparer.Ordinal))
            {
                if (batch.Count > 0 && rule.MaxBytes is { } most && file.Bytes > most - bytes)
                {
                    Add(batch, []);
                    (batch, bytes) = ([], 0);
                }

                batch.Add(file);
                bytes += file.Bytes;
                if (batch.Count == mostFiles || bytes >= rule.MaxBytes)
                {
                    Add(batch, []);
                    (batch, bytes) = ([], 0);
                }
            }

            return batch;
        }

        private void Add(List<WaitingFile> files, List<WaitingFile> spent)
        {
            if (files.Count + spent.Count > 0)
            {
                string version = files.Count > 0 ? files[0].Version : spent[0].Version;
                _batches.Add(new FileBatch(version, [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)], spent));
            }
        }

        private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
    }
}
