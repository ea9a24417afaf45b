namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>Folders of what is gone: a kill came between its end in the state and the removal of its folder, and a later namesake must not find them.</summary>
internal sealed class StrayFolders(AgentDirectories directories, KnownPlaces known)
{
    /// <summary>All of them, those of a node without those within.</summary>
    public IEnumerable<string> Find() =>
        from account in Inside(directories.Root)
        where !account.Name.StartsWith('.')
        from pool in Inside(account.FullName)
        from node in Inside(pool.FullName)
        from stray in known.Node(new(account.Name, pool.Name, node.Name)) ? Within(account.Name, new(node.FullName)) : [node.FullName]
        select stray;

    private IEnumerable<string> Within(string account, NodeDirectories node)
    {
        foreach (var item in Inside(node.WorkItems))
        {
            foreach (var folder in Inside(item.FullName))
            {
                // The layout of NodeDirectories.Job, read backwards.
                var job = folder.Name == "job-1" && known.Job(account, item.Name) ? item.Name : $"{item.Name}:{folder.Name}";
                if (!known.Job(account, job))
                {
                    yield return folder.FullName;
                    continue;
                }

                foreach (var task in Inside(folder.FullName).Where(task => !known.Task(account, job, task.Name)))
                {
                    yield return task.FullName;
                }
            }
        }
    }

    /// <summary>A list, since what is found is moved away while the rest is looked for. Links are no folders of ours.</summary>
    private static List<DirectoryInfo> Inside(string folder) =>
        Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null)] : [];
}
