using Autobatch.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Looks at a run's job when all of its tasks are there.</summary>
internal sealed class LookAtRun(JobLooks looks)
{
    [Function(nameof(LookAtRun))]
    public Task<Look> Run([ActivityTrigger] LookWork work, FunctionContext context) =>
        RunStep.GuardAsync(nameof(LookAtRun), work.Run, work.Job, context, () => looks.LookAsync(work, context.CancellationToken));
}
