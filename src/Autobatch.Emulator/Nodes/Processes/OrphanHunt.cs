namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>Ends the processes that a killed emulator left behind.</summary>
internal static class OrphanHunt
{
    /// <summary>
    /// Kills the tree of every record in the folder and removes the records; then whatever else runs for a task below the root: a program
    /// whose emulator was killed before it had written the record.
    /// </summary>
    /// <returns>How many processes were killed.</returns>
    public static async Task<int> RunAsync(string folder, string root, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        bool sameBoot = SameBoot(Path.Combine(folder, "boot"));
        int killed = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.task"))
        {
            // After a restart of the machine none of them can live, and their process ids mean nothing.
            if (sameBoot && RunningRecord.Read(file) is { } tree) killed += await tree.KillAsync(cancellationToken).ConfigureAwait(false);
            File.Delete(file);
        }

        return sameBoot ? killed + await EndAsync(directory => directory.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false) : killed;
    }

    /// <summary>Kills whatever runs for the tasks of these directories.</summary>
    /// <returns>How many processes were killed.</returns>
    public static async Task<int> EndAsync(Func<string, bool> directories, CancellationToken cancellationToken)
    {
        ProcessSnapshot snapshot = await ProcessSnapshot.TakeAsync().ConfigureAwait(false);
        int killed = 0;
        foreach (ProcessStat process in snapshot.Processes)
        {
            if (!process.IsDead && snapshot.TaskDirectoryOf(process) is { } directory && directories(directory))
            {
                killed += await new ProcessTree(process.Pid, process.StartTime, directory).KillAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return killed;
    }

    private static bool SameBoot(string file)
    {
        string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id");
        bool same = File.Exists(file) && File.ReadAllText(file) == boot;
        File.WriteAllText(file, boot);
        return same;
    }
}
