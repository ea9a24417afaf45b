namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>A file of a mount's folder.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Time">Ticks of its last change.</param>
internal readonly record struct LocalFile(long Length, long Time)
{
    /// <summary>Whether nobody has changed the file since it was this version, by length and time.</summary>
    public bool Is(MountVersion? version) => version is { Folder: false } same && (same.Length, same.Time) == (Length, Time);
}

/// <summary>A mount's folder as it is.</summary>
/// <param name="Files">By path below the folder; links, pipes and the like are none.</param>
/// <param name="Folders">By path.</param>
internal sealed record LocalTree(IReadOnlyDictionary<string, LocalFile> Files, IReadOnlySet<string> Folders)
{
    /// <summary>A file as it was; null when there was none.</summary>
    public LocalFile? FileAt(string name) => Files.TryGetValue(name, out LocalFile file) ? file : null;
}

/// <summary>What of a mount is to be brought in line, and how.</summary>
internal sealed class MountPlan
{
    private readonly List<string> _send = [];
    private readonly List<(string Name, string ETag)> _delete = [];
    private readonly List<string> _remove = [];
    private readonly List<string> _fetch = [];
    private readonly List<string> _forget = [];
    private readonly LocalTree _local;
    private readonly bool _listed;
    private readonly bool _readOnly;

    /// <summary>
    /// The rules, without any I/O: what a task wrote is sent whatever the container has meanwhile; what no task touched is as in the container;
    /// a file that a task deleted takes its blob along, unless the blob has become another one; a file that is held back is left alone.
    /// </summary>
    /// <param name="known">What the node knows of each name.</param>
    /// <param name="local">The folder.</param>
    /// <param name="remote">The container; null when only what tasks did is to be sent.</param>
    /// <param name="readOnly">Nothing is sent, and what tasks did is undone.</param>
    /// <param name="isHeld">Whether a file is not to be touched: a process may still write to it.</param>
    public MountPlan(IReadOnlyDictionary<string, MountKnowledge> known, LocalTree local, MountListing? remote, bool readOnly, Func<string, bool> isHeld)
    {
        (_local, _listed, _readOnly) = (local, remote is not null, readOnly);
        foreach (string name in local.Files.Keys.Union(known.Keys).Union(remote?.Blobs.Keys ?? []))
        {
            MountKnowledge knowledge = known.GetValueOrDefault(name);
            MountVersion? blob = remote?.Blobs.TryGetValue(name, out MountVersion listed) == true ? listed : null;
            if (local.Files.TryGetValue(name, out LocalFile file))
            {
                Present(name, file.Is(knowledge.Coming) ? knowledge.Coming : file.Is(knowledge.Held) ? knowledge.Held : null, blob, isHeld);
            }
            else if ((knowledge.Held ?? knowledge.Coming) is { Folder: true } marker && local.Folders.Contains(name))
            {
                Present(name, marker, blob, _ => false);
            }
            else
            {
                Absent(name, knowledge, blob);
            }
        }
    }

    /// <summary>Files that are to become blobs.</summary>
    public IReadOnlyList<string> Send => _send;

    /// <summary>Blobs whose files a task has deleted, with the ETag that it saw.</summary>
    public IReadOnlyList<(string Name, string ETag)> Delete => _delete;

    /// <summary>Files, and folders of marker blobs, whose blobs are gone.</summary>
    public IReadOnlyList<string> Remove => _remove;

    /// <summary>Blobs that are to become files. Not where a file is that stays in the place of a folder: when that is a blob itself, the next look tells that it is hidden.</summary>
    public IEnumerable<string> Fetch => _fetch.Where(name => !MountName.Folders(name).Any(folder => _local.Files.ContainsKey(folder) && !_remove.Contains(folder)));

    /// <summary>Names that are neither any more.</summary>
    public IReadOnlyList<string> Forget => _forget;

    /// <param name="same">The version that the file still is; null when a task wrote it.</param>
    private void Present(string name, MountVersion? same, MountVersion? blob, Func<string, bool> isHeld)
    {
        if (same is null ? _listed || !_readOnly : _listed && blob?.ETag != same.Value.ETag)
        {
            if (isHeld(name)) return;
            (same is null && !_readOnly ? _send : blob is null ? _remove : _fetch).Add(name);
        }
    }

    private void Absent(string name, MountKnowledge knowledge, MountVersion? blob)
    {
        // What was only about to come, or about to go, nobody has deleted.
        MountVersion? deleted = knowledge.Going || _readOnly ? null : knowledge.Held;
        if (blob is { } there)
        {
            if (deleted is { } seen && (there.ETag == seen.ETag || there.ETag == knowledge.Coming?.ETag)) _delete.Add((name, there.ETag));
            else _fetch.Add(name);
        }
        else if (_listed || knowledge.Going) _forget.Add(name);
        else if (deleted is { } gone) _delete.Add((name, knowledge.Coming?.ETag ?? gone.ETag));
    }
}
