using Autobatch.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Adds one chunk of tasks. Tasks that exist count as added, so it may run again.</summary>
internal sealed class SubmitChunk(ChunkAdding adding)
{
    [Function(nameof(SubmitChunk))]
    public Task Run([ActivityTrigger] ChunkWork work, FunctionContext context) =>
        RunStep.GuardAsync(nameof(SubmitChunk), work.Run, work.Job, context, () => SubmitAsync(work, context.CancellationToken));

    private async Task SubmitAsync(ChunkWork work, CancellationToken cancellationToken) =>
        await adding.AddAsync(work.Run, work.Job, await adding.BodiesAsync(work, cancellationToken), cancellationToken);
}
