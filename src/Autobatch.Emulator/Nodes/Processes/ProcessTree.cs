namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// All processes that came from one task: the session of its leader, every process that still carries the task's
/// AZ_BATCH_TASK_DIR (so a daemon that has made a session of its own is found), and the children of all these.
/// A process older than the leader never belongs to it, so a recycled process id cannot hit a stranger.
/// </summary>
/// <param name="Leader">The launched process.</param>
/// <param name="LeaderStart">Its start time in clock ticks after boot.</param>
/// <param name="TaskDirectory">Value of AZ_BATCH_TASK_DIR.</param>
internal sealed record ProcessTree(int Leader, long LeaderStart, string TaskDirectory)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Kills the tree, again and again until no member is left: a member may fork while we look.</summary>
    /// <returns>How many processes were killed.</returns>
    /// <exception cref="TimeoutException">Members are still there after half a minute (stuck in the kernel, for example on a dead mount).</exception>
    public async Task<int> KillAsync(CancellationToken cancellationToken)
    {
        // Real processes live in real time, whatever clock the emulator runs on.
        TimeProvider clock = TimeProvider.System;
        long began = clock.GetTimestamp();
        var killed = new HashSet<int>();
        while (Members(await ProcessSnapshot.TakeAsync().ConfigureAwait(false)) is { Count: > 0 } members)
        {
            if (clock.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{members.Count} processes of {TaskDirectory} cannot be killed, among them {members[0].Pid}.");
            }

            foreach (ProcessStat member in members)
            {
                Signals.Kill(member.Pid);
                killed.Add(member.Pid);
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }

        return killed.Count;
    }

    /// <summary>The living members among the processes of a snapshot.</summary>
    public IReadOnlyList<ProcessStat> Members(ProcessSnapshot snapshot)
    {
        IReadOnlyList<ProcessStat> processes = snapshot.Processes;
        ProcessStat? leader = processes.FirstOrDefault(process => process.Pid == Leader);
        bool recycled = leader is not null && leader.StartTime != LeaderStart;
        var members = new Dictionary<int, ProcessStat>();
        foreach (ProcessStat process in processes)
        {
            if (process.StartTime >= LeaderStart && !process.IsDead && (InSession(process) || snapshot.TaskDirectoryOf(process) == TaskDirectory)) members.Add(process.Pid, process);
        }

        AddChildren(processes, members);
        return [.. members.Values];

        // With the leader gone the session's number alone proves nothing: the environment must agree.
        bool InSession(ProcessStat process) => process.Session == Leader && leader is not null && !recycled;
    }

    private static void AddChildren(IReadOnlyList<ProcessStat> processes, Dictionary<int, ProcessStat> members)
    {
        bool grown = members.Count > 0;
        while (grown)
        {
            grown = false;
            foreach (ProcessStat process in processes)
            {
                grown |= !process.IsDead && members.TryGetValue(process.Parent, out ProcessStat? parent) && process.StartTime >= parent.StartTime && members.TryAdd(process.Pid, process);
            }
        }
    }
}
