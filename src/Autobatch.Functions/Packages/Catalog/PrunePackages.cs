using System.Text.Json;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>Prunes every account from time to time, when that is switched on, and leaves a report.</summary>
internal sealed class PrunePackages(BatchAccounts accounts, PackagePruner pruner, PackageOptions options, AutoStorage storage)
{
    [Function(nameof(PrunePackages))]
    public async Task Run([TimerTrigger($"%{Defaults.PruneSchedule}%")] TimerInfo timer, FunctionContext context)
    {
        if (!options.Prune.Enabled)
        {
            return;
        }

        foreach (BatchAccount account in accounts.All)
        {
            PruneReport report = await pruner.PruneAsync(account, context.CancellationToken);
            BlobClient blob = storage.Results.GetBlobClient($"packages/prune-{report.At:yyyyMMdd'T'HHmmss'Z'}-{account.Name}.json");
            await blob.UploadAsync(
                new BinaryData(JsonSerializer.SerializeToUtf8Bytes(report, AppJson.Default.PruneReport)),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } },
                context.CancellationToken);
        }
    }
}
