using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>Carries out one run: plan, prepare, make the job, add its tasks, watch it, collect, close.</summary>
internal static class RunOrchestrator
{
    [Function(nameof(RunOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        RunState state = context.GetInput<RunState>()!;
        RunSteps steps = new(context, state.Run, new RunSignals(context));
        RunEnd end;
        try
        {
            RunState watched = state.Job is null ? await steps.StartAsync(state) : state;
            if (await RunWatch.UntilEndAsync(context, steps, watched) is not { } ended)
            {
                return;
            }

            end = ended;
        }
        catch (TaskFailedException e)
        {
            end = await steps.FailAsync(Fault.Of(e.FailureDetails));
        }
        catch (RunStoppedException stopped)
        {
            end = stopped.Fault is { } fault ? await steps.FailAsync(fault) : await steps.CancelAsync();
        }

        context.SetCustomStatus(new RunProgress(RunStage.Collecting, end.Job?.Tasks));
        RunSummary summary = await steps.CallAsync<RunSummary>(nameof(CollectRun), end);
        await steps.CallAsync(nameof(CloseRun), summary);
        context.SetCustomStatus(new RunProgress(RunStage.Ended, summary.Total));
    }
}
