using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs.Gate;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>Takes the run's turn in its account, or says that others are before it.</summary>
internal sealed class EnterGate(AccountGate gate, RunOptions options)
{
    [Function(nameof(EnterGate))]
    public Task<HoldResult> Run([ActivityTrigger] RunWork work, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        Wire.GuardAsync(() => EnterAsync(work, client, context.CancellationToken));

    private async Task<HoldResult> EnterAsync(RunWork work, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (bool isIn, IReadOnlyList<string> admitted) = await gate.EnterAsync(work.Job.Account, work.Run.Key(), cancellationToken);
        await GateWaking.WakeAsync(client, admitted, cancellationToken);
        return isIn ? HoldResult.Taken : new HoldResult(GateHold.Of($"Account '{work.Job.Account}' holds as many active jobs as it may; earlier runs go first.", options));
    }
}
