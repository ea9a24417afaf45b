using Autobatch.Functions.Placing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>Carries out one run: plan, prepare, make the job, add its tasks, watch it, collect, close.</summary>
internal static class RunOrchestrator
{
    [Function(nameof(RunOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        RunFlow flow = new(context, context.GetInput<RunState>()!);
        try
        {
            if (flow.State.End is null)
            {
                RunEnd end = await EndOfAsync(flow);
                flow.Set(s => s with { End = end, Wait = null });
            }

            await RunEnding.CarryOutAsync(flow);
        }
        catch (RunTurnsOverException)
        {
            context.ContinueAsNew(flow.NextGeneration());
        }
    }

    private static async Task<RunEnd> EndOfAsync(RunFlow flow)
    {
        try
        {
            while (true)
            {
                try
                {
                    if (await RunMoves.FinishAsync(flow) is { } end)
                    {
                        return end;
                    }

                    await RunSteps.StartAsync(flow);
                    return await RunWatch.UntilEndAsync(flow);
                }
                catch (RunMovesException)
                {
                    // The state says where to.
                }
            }
        }
        catch (TaskFailedException e)
        {
            return End(flow, Fault.Of(e.FailureDetails));
        }
        catch (RunBlockedException blocked)
        {
            return new RunEnd(flow.State.Run, flow.State.Job, true, false, blocked.Message, null, null, flow.Now, flow.State.Left);
        }
        catch (RunStoppedException stopped)
        {
            return End(flow, stopped.Fault);
        }
    }

    private static RunEnd End(RunFlow flow, Fault? fault) => new(flow.State.Run, flow.State.Job, flow.State.JobMade, fault is null, null, fault, Left: flow.State.Left);
}
