using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

/// <summary>What an app with a ledger of its own still has of its runs.</summary>
internal sealed class Leftovers(RunningApp app)
{
    /// <summary>Every row of the ledger that is of a run.</summary>
    public async Task<List<TableEntity>> RowsAsync()
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in app.Services.GetRequiredService<AppStorage>().Ledger.QueryAsync<TableEntity>())
        {
            if (LedgerFilter.IsOfARun(row.PartitionKey, row.RowKey))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Waits until the ledger holds so many tombstones and nothing else; gives them.</summary>
    public async Task<List<TableEntity>> TombstonesAsync(int count)
    {
        List<TableEntity> rows = [];
        await Wait.UntilAsync(
            async () => (rows = await RowsAsync()).Count == count
                && rows.TrueForAll(row => row.PartitionKey == "purged" || row.PartitionKey.StartsWith("blob-", StringComparison.Ordinal)),
            $"the ledger has {count} tombstones and nothing else",
            TimeSpan.FromSeconds(120),
            TestContext.Current.CancellationToken);
        return rows;
    }

    /// <summary>Names of the run's blobs, in all containers.</summary>
    public async Task<List<string>> BlobsAsync(string runId)
    {
        List<string> names = [];
        foreach (BlobContainerClient container in (BlobContainerClient[])
            [app.Blobs("Results"), app.Blobs("Outputs"), app.Blobs("Markers"), app.Services.GetRequiredService<AppStorage>().Runs])
        {
            await foreach (BlobItem blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = runId }))
            {
                names.Add($"{container.Name}/{blob.Name}");
            }
        }

        return names;
    }

    public async Task<List<string>> InstancesAsync(string runId)
    {
        List<string> ids = [];
        await foreach (OrchestrationMetadata instance in
            app.Services.GetRequiredService<DurableTaskClient>().GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: Ids.RunInstance(runId))))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }

    public async Task<List<string>> JobsAsync(string runId)
    {
        List<string> ids = [];
        ListQuery query = new() { Select = "id,state,metadata" };
        await foreach (JobState job in app.Services.GetRequiredService<BatchAccounts>().First.Data.ListJobsAsync(query))
        {
            if (job.MetadataValue(Ids.RunMetadataName) == runId)
            {
                ids.Add(job.Id);
            }
        }

        return ids;
    }

    /// <summary>Nothing of the run is left but rows of the ledger.</summary>
    public async Task NoneAsync(string runId)
    {
        Assert.Empty(await BlobsAsync(runId));
        Assert.Empty(await InstancesAsync(runId));
        await Wait.UntilAsync(
            async () => (await JobsAsync(runId)).Count == 0, "the job is deleted", TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
