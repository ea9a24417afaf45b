using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Autobatch.Staging;

namespace Autobatch.Functions.Staging;

/// <summary>Brings what a run's tasks fetch, and nobody has uploaded, to where they can: before the job is made, and again without harm.</summary>
internal sealed class RunStaging(StorageAccounts storage, StagedBlobs blobs)
{
    /// <summary>Stages; a hold means that there is more to do.</summary>
    public async Task<Hold?> StageAsync(RunInput run, RunPlan plan, CancellationToken cancellationToken)
    {
        await blobs.PutAsync(storage.Find(run.Storage), InlineContent.Of(plan), cancellationToken);
        return null;
    }
}
