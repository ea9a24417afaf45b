namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>How a task's process ended.</summary>
internal enum ProcessEnd
{
    /// <summary>By itself, or by a signal that was not ours.</summary>
    Exited,

    /// <summary>Killed because its time was up.</summary>
    TimedOut,

    /// <summary>Killed because the control side said so.</summary>
    Terminated,
}

/// <summary>Exit code (128 + n for signal n) and why.</summary>
internal sealed record ProcessResult(int ExitCode, ProcessEnd End);

/// <summary>Runs a launched program to its end, and leaves nothing of it behind unless it is asked to.</summary>
internal static class TaskProcess
{
    /// <summary>Waits for the program; kills its whole tree when the limit or the terminate token comes first.</summary>
    /// <exception cref="TaskFailureException">The program could not be launched.</exception>
    public static async Task<ProcessResult> RunAsync(LaunchRequest request, TimeSpan? limit, TimeProvider clock, CancellationToken terminate)
    {
        int leader = await Launcher.StartAsync(request).ConfigureAwait(false);
        try
        {
            return await WaitAsync(leader, request, limit, clock, terminate).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(request.RecordFile);
        }
    }

    private static async Task<ProcessResult> WaitAsync(int leader, LaunchRequest request, TimeSpan? limit, TimeProvider clock, CancellationToken terminate)
    {
        Task<int> exit = Children.ExitOf(leader);
        ProcessEnd end = await EndAsync(exit, limit, clock, terminate).ConfigureAwait(false);
        if (end == ProcessEnd.Exited)
        {
            // What a program leaves in the background of its own group goes with it.
            if (!request.LeavesBackground) Signals.KillGroup(leader);
        }
        else
        {
            // Not reaped yet by anyone but us, so the id still is the leader's, even when it has just died.
            long start = ProcessTable.Read(leader)?.StartTime ?? 0;
            if (start > 0) await new ProcessTree(leader, start, request.TaskDirectory).KillAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return new ProcessResult(await exit.ConfigureAwait(false), end);
    }

    private static async Task<ProcessEnd> EndAsync(Task<int> exit, TimeSpan? limit, TimeProvider clock, CancellationToken terminate)
    {
        using CancellationTokenSource? timer = limit is { } time && time < TimeSpan.FromDays(40) ? new CancellationTokenSource(time, clock) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(terminate, timer?.Token ?? CancellationToken.None);
        try
        {
            await exit.WaitAsync(either.Token).ConfigureAwait(false);
            return ProcessEnd.Exited;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return terminate.IsCancellationRequested ? ProcessEnd.Terminated : ProcessEnd.TimedOut;
        }
    }
}
