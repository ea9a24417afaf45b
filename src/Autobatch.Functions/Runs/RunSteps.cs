using Autobatch.Errors;
using Autobatch.Functions.Watching;
using Autobatch.Runs;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>The steps of a run up to the sealed job, and what takes back what they did.</summary>
internal sealed class RunSteps(TaskOrchestrationContext context, RunInput run, RunSignals signals)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private readonly TaskOptions _retries = Retries.Options();
    private RunJob? _job;
    private bool _jobMade;

    public RunSignals Signals => signals;

    public Task CallAsync(string activity, object input) => context.CallActivityAsync(activity, input, _retries);

    public Task<T> CallAsync<T>(string activity, object input) => context.CallActivityAsync<T>(activity, input, _retries);

    /// <summary>Plans, prepares, makes the job, adds its tasks and seals it.</summary>
    public async Task<RunState> StartAsync(RunState state)
    {
        context.SetCustomStatus(new RunProgress(RunStage.Planning));
        RunJob job = _job = await CallAsync<RunJob>(nameof(PlanRun), run);
        RunWork work = new(run, job);
        StopWhenCancelled();
        context.SetCustomStatus(new RunProgress(RunStage.Preparing, job.Tasks));
        await UntilTakenAsync(nameof(Preflight), RunStage.Preparing, work);
        await UntilTakenAsync(nameof(CreateJob), RunStage.Preparing, work);
        _jobMade = true;
        context.SetCustomStatus(new RunProgress(RunStage.AddingTasks, job.Tasks));
        int each = RunWindows.ChunksEach(job.Chunks);
        for (int window = 0; window < RunWindows.Count(job.Chunks); window++)
        {
            StopWhenCancelled();
            int first = window * each;
            await context.CallSubOrchestratorAsync(
                nameof(AddTasks),
                new TaskWindow(run, job, first, Math.Min(each, job.Chunks - first)),
                new TaskOptions(retry: null).WithInstanceId(Ids.WindowInstance(run.RunId, window)));
        }

        if (job.EndsByItself)
        {
            await CallAsync(nameof(SealJob), work);
        }

        await CallAsync(nameof(EnsureWatcher), new WatchedAccount(job.Account));
        return state with { Job = job };
    }

    /// <summary>Takes up a run whose job is sealed.</summary>
    public void Adopt(RunJob job) => (_job, _jobMade) = (job, true);

    /// <summary>Ends what was begun, because of a fault.</summary>
    public async Task<RunEnd> FailAsync(Fault fault)
    {
        await TerminateAsync("AutobatchRunFailed");
        return new RunEnd(run, _job, _jobMade, false, null, fault);
    }

    /// <summary>Ends what was begun, because somebody asked.</summary>
    public async Task<RunEnd> CancelAsync()
    {
        context.SetCustomStatus(new RunProgress(RunStage.Cancelling, _job?.Tasks));
        await TerminateAsync("AutobatchRunCanceled");
        return new RunEnd(run, _job, _jobMade, true, null, null);
    }

    /// <summary>Terminates the job and waits until its tasks have ended.</summary>
    private async Task TerminateAsync(string reason)
    {
        if (_job is null || !_jobMade)
        {
            return;
        }

        const int mostLooks = 60;
        try
        {
            await CallAsync(nameof(TerminateJob), new JobEnding(_job, reason));
            TimeSpan pause = TimeSpan.FromMilliseconds(250);
            for (int looks = 0; looks < mostLooks; looks++)
            {
                Look look = await CallAsync<Look>(nameof(LookAtRun), new RunWork(run, _job));
                if (look.Verdict == LookVerdict.Ended)
                {
                    return;
                }

                await context.CreateTimer(pause, CancellationToken.None);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
        catch (TaskFailedException)
        {
            // The job is gone or Batch does not answer. The run's own end is told all the same.
        }
    }

    private async Task UntilTakenAsync(string activity, string stage, RunWork work)
    {
        DateTime start = context.CurrentUtcDateTime;
        TimeSpan pause = s_firstPause;
        while ((await CallAsync<HoldResult>(activity, work)).Hold is { } hold)
        {
            context.SetCustomStatus(new RunProgress(stage, work.Job.Tasks, hold.Reason, hold.Detail));
            if (context.CurrentUtcDateTime - start > work.Job.MaxWait)
            {
                throw new RunStoppedException(new Fault(ErrorCodes.DeadlineExceeded, $"{hold.Reason} for more than {work.Job.MaxWait}: {hold.Detail}"));
            }

            await signals.WaitAsync(pause);
            StopWhenCancelled();
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    private void StopWhenCancelled()
    {
        signals.Poll();
        if (signals.CancelRequested)
        {
            throw new RunStoppedException(null);
        }
    }
}
