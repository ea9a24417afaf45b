using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs.Keys;
using Autobatch.Functions.Watching;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>The steps of a run up to the sealed job. Each generation takes up where the one before stood.</summary>
internal static class RunSteps
{
    /// <summary>Plans, prepares, makes the job, adds its tasks and seals it.</summary>
    public static async Task StartAsync(RunFlow flow)
    {
        if (flow.State.Job is null)
        {
            flow.Enter(RunStage.Planning);
            RunJob job = await flow.CallAsync<RunJob>(flow.State.Run.RerunOf is null ? nameof(PlanRun) : nameof(PlanRerun), flow.State.Run);
            flow.Set(s => s with { Job = job });
        }

        flow.StopWhenCancelled();
        if (flow.Places && !flow.State.IsPlaced)
        {
            await PlaceAsync(flow);
        }

        if (!flow.State.JobMade)
        {
            await MakeJobAsync(flow);
        }

        if (!flow.State.Sealed)
        {
            await (flow.State.Job!.Capped ? AddWithinCapAsync(flow) : AddAsync(flow));
            await SealAsync(flow);
        }
    }

    private static async Task PlaceAsync(RunFlow flow)
    {
        flow.Enter(RunStage.Preparing);
        while (true)
        {
            Placed placed = await flow.CallAsync<Placed>(nameof(PlaceRun), new PlaceQuery(flow.State.Run, flow.State.Job!, false, false, [], null, flow.Now));
            if (placed.Hold is not { } hold)
            {
                flow.Set(s => s with { IsPlaced = true, Job = s.Job! with { Account = placed.Account, CanMove = placed.CanMove, LookEvery = placed.LookEvery, Capped = placed.Capped } });
                await flow.FreeAsync();
                return;
            }

            await flow.WaitAsync(hold);
        }
    }

    private static async Task MakeJobAsync(RunFlow flow)
    {
        flow.Enter(RunStage.Preparing);
        RunWork work = new(flow.State.Run, flow.State.Job!);
        await UntilTakenAsync(flow, nameof(Preflight), work);
        while (true)
        {
            await UntilTakenAsync(flow, nameof(EnterGate), work);
            flow.Set(s => s with { JobTried = true });
            if ((await flow.CallAsync<HoldResult>(nameof(CreateJob), work)).Hold is not { } hold)
            {
                break;
            }

            // The account refused it, so nothing is there.
            flow.Set(s => s with { JobTried = !flow.Places });
            await flow.WaitAsync(hold);
            await flow.MoveIfBetterAsync();
        }

        flow.Set(s => s with { JobMade = true });
        await flow.FreeAsync();
    }

    private static async Task AddAsync(RunFlow flow)
    {
        flow.Enter(RunStage.AddingTasks);
        RunJob job = flow.State.Job!;
        int each = RunWindows.ChunksEach(job.Chunks);
        while (flow.State.Windows < RunWindows.Count(job.Chunks))
        {
            flow.StopWhenCancelled();
            flow.TurnOverWhenLong();
            int window = flow.State.Windows;
            int first = window * each;
            TaskWindow tasks = new(flow.State.Run, job, first, Math.Min(each, job.Chunks - first));
            HoldResult added = await flow.CallChildAsync(nameof(AddTasks), Ids.WindowInstance(flow.State.Run.RunId, window, flow.State.WindowTries, job.Move), tasks);
            if (added.Hold is { } hold)
            {
                flow.Set(s => s with { WindowTries = s.WindowTries + 1 });
                await flow.WaitAsync(hold);
                await flow.MoveIfBetterAsync();
                continue;
            }

            flow.Set(s => s with { Windows = window + 1, WindowTries = 0 });
            await flow.FreeAsync();
        }
    }

    private static async Task AddWithinCapAsync(RunFlow flow)
    {
        flow.Enter(RunStage.AddingTasks);
        RunJob job = flow.State.Job!;
        while (flow.State.Next.Chunk < job.Chunks)
        {
            flow.StopWhenCancelled();
            flow.TurnOverWhenLong();
            SubmittedPart part = await flow.CallAsync<SubmittedPart>(nameof(SubmitPart), new PartWork(flow.State.Run, job, flow.State.Next));
            if (part.Blocked is { } blocked)
            {
                throw new RunBlockedException(blocked);
            }

            if (part.Keys is { } keys)
            {
                await KeyRepair.CarryOutAsync(flow, keys);
            }

            if (part.Hold is { } hold)
            {
                await flow.WaitAsync(hold);
                await flow.MoveIfBetterAsync();
                continue;
            }

            flow.Set(s => s with { Next = part.Next });
            await flow.FreeAsync();
        }
    }

    private static async Task SealAsync(RunFlow flow)
    {
        RunJob job = flow.State.Job!;
        if (job.EndsByItself)
        {
            await flow.CallAsync(nameof(SealJob), new RunWork(flow.State.Run, job));
        }

        await flow.CallAsync(nameof(EnsureWatcher), new WatchedAccount(job.Account));
        flow.Set(s => s with { Sealed = true });
    }

    private static async Task UntilTakenAsync(RunFlow flow, string activity, RunWork work)
    {
        while ((await flow.CallAsync<HoldResult>(activity, work)).Hold is { } hold)
        {
            await flow.WaitAsync(hold);
            await flow.MoveIfBetterAsync();
        }

        flow.StopWhenCancelled();
    }
}
