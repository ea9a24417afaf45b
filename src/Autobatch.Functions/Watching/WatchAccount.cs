using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Watching;

/// <summary>Watches one Batch account for all its runs, and sleeps (ends) when it has none.</summary>
internal static class WatchAccount
{
    private const int PollsPerGeneration = 50;
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromSeconds(10);

    [Function(nameof(WatchAccount))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        WatchState state = context.GetInput<WatchState>()!;
        while (state.HasRuns)
        {
            try
            {
                state = await context.CallActivityAsync<WatchState>(nameof(WatchJobs), state);
            }
            catch (TaskFailedException)
            {
                // Batch does not answer. Runs have their own net; the watcher goes on when it does.
                await context.CreateTimer(s_pauseAfterFault, CancellationToken.None);
                state = state with { Polls = state.Polls + 1 };
            }

            if (state.Polls >= PollsPerGeneration)
            {
                context.ContinueAsNew(state with { Polls = 0 });
                return;
            }
        }
    }
}
