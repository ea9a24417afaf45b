using Autobatch.Functions.Configuration;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>Takes the run's turn in its account, or says that others are before it.</summary>
internal sealed class EnterGate(AccountGate gate, AccountDrains drains, RunOptions options)
{
    [Function(nameof(EnterGate))]
    public Task<HoldResult> Run([ActivityTrigger] RunWork work, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunStep.GuardAsync(nameof(EnterGate), work.Run, work.Job, context, () => EnterAsync(work, client, context.CancellationToken));

    private async Task<HoldResult> EnterAsync(RunWork work, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await drains.IsDrainedAsync(work.Job.Account, cancellationToken))
        {
            return new HoldResult(DrainHold.Of(work.Job.Account, options));
        }

        (bool isIn, IReadOnlyList<string> admitted) = await gate.EnterAsync(work.Job.Account, work.Run.Key(), work.Run.Workload, cancellationToken);
        await GateWaking.WakeAsync(client, admitted, cancellationToken);
        return isIn ? HoldResult.Taken : new HoldResult(GateHold.Of($"Account '{work.Job.Account}' holds as many active jobs as it may; earlier runs go first.", options));
    }
}
