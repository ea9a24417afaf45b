using Autobatch.Local.CommandLine;
using Autobatch.Runs;

namespace Autobatch.Local.Runs;

/// <summary>Asks for a run's state until it has ended for good.</summary>
internal sealed class RunFollower(RunClient client, IRunReporter reporter, TimeProvider time)
{
    // The audit finds a manifest within its period (10 seconds); a run that nobody knows after this never comes.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The state that was seen last, for who stops following.</summary>
    public RunView? Last { get; private set; }

    public async Task<RunView> FollowAsync(string runId, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            RunView? run = await AskAsync(runId, cancellationToken).ConfigureAwait(false);
            if (run is not null)
            {
                Last = run;
                reporter.Run(run);
                if (RunStatus.IsFinal(run.Status))
                {
                    return run;
                }
            }
            else if (Last is null && time.GetElapsedTime(start) > s_patience)
            {
                throw LocalException.Failed($"The manifest was uploaded, but no run {runId} began within {s_patience.TotalMinutes:0} minutes.");
            }

            await Task.Delay(s_interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RunView?> AskAsync(string runId, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindAsync(runId, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException) when (Last is not null && !cancellationToken.IsCancellationRequested)
        {
            // One answer of many; the next one tells.
            return Last;
        }
    }
}
