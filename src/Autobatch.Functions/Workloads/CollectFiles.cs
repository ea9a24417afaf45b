using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Workloads;

/// <summary>Collects one workload's files into batches. It is awake while files wait, and sleeps (ends) a little after the last one.</summary>
internal static class CollectFiles
{
    /// <summary>The event that says that files have come, or that the workload was paused or resumed.</summary>
    public const string Signal = "files";

    // A look leaves up to ten events; an instance is to hold about a thousand.
    private const int LooksPerGeneration = 80;
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromSeconds(30);

    [Function(nameof(CollectFiles))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CollectState state = context.GetInput<CollectState>()!;
        Task<string> signal = context.WaitForExternalEvent<string>(Signal);
        for (int looks = 0; looks < LooksPerGeneration; looks++)
        {
            // Whatever has been signalled so far, this look sees.
            while (signal.IsCompleted)
            {
                signal = context.WaitForExternalEvent<string>(Signal);
            }

            TimeSpan? pause = s_pauseAfterFault;
            bool idle = false;
            try
            {
                CollectResult result = await context.CallActivityAsync<CollectResult>(nameof(CloseBatches), state.Workload, Retries.Brief());
                context.SetCustomStatus(result);
                idle = result.Waiting == 0;
                pause = idle ? s_linger : result.Next - new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);
            }
            catch (TaskFailedException)
            {
                // Storage does not answer, or a version cannot be read: files wait on.
            }

            if (!await IsSignalledAsync(context, signal, pause) && idle)
            {
                return;
            }
        }

        context.ContinueAsNew(state);
    }

    /// <summary>Waits for a signal, at most so long.</summary>
    private static async Task<bool> IsSignalledAsync(TaskOrchestrationContext context, Task<string> signal, TimeSpan? atMost)
    {
        if (atMost is not { } pause)
        {
            await signal;
            return true;
        }

        if (pause <= TimeSpan.Zero)
        {
            return signal.IsCompleted;
        }

        using CancellationTokenSource stopTimer = new();
        Task timer = context.CreateTimer(pause, stopTimer.Token);
        if (await Task.WhenAny(timer, signal) == timer)
        {
            return false;
        }

        stopTimer.Cancel();
        return true;
    }
}
