using Autobatch.Errors;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Audit;

/// <summary>Takes up open ledger rows whose orchestration is missing, or has ended without settling them.</summary>
internal sealed partial class StuckRows(
    RunLedger ledger,
    RunIntake runs,
    PackageArrived packages,
    PackageRejection rejection,
    StorageAccounts storage,
    RunFiles files,
    ErrorFiles errors,
    TimeProvider time,
    ILogger<StuckRows> logger)
{
    private const int MostAtOnce = 1000;

    // A row that was claimed a moment ago is in somebody's hands.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longPatience = TimeSpan.FromMinutes(10);

    public async Task DriveAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (LedgerEntry open in await ledger.FindOpenAsync(MostAtOnce, cancellationToken))
        {
            if (time.GetUtcNow() - open.CreatedAt > s_patience)
            {
                await DriveAsync(open, client, cancellationToken);
            }
        }
    }

    private async Task DriveAsync(LedgerEntry open, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string instance = open.Kind == LedgerKind.Run ? Ids.RunInstance(open.Id) : PackageInput.Instance(open.Id);
        OrchestrationMetadata? orchestration = await client.GetInstanceAsync(instance, cancellationToken);
        if (orchestration is { IsCompleted: false })
        {
            return;
        }

        LedgerEntry? entry = await ledger.FindAsync(open.Id, cancellationToken);
        if (entry is null || LedgerState.IsSettled(entry.State))
        {
            await ledger.CloseAsync(open.Id, cancellationToken);
            return;
        }

        LogStuck(logger, entry.Kind, entry.Id, orchestration?.RuntimeStatus.ToString() ?? "missing");
        if (orchestration is not null)
        {
            Problem unsettled = Problem.Of(ErrorCodes.Internal, "The orchestration ended before it could settle this. The log has the particulars.");
            await EndedAsync(entry, unsettled, cancellationToken);
        }
        else if (entry.Kind == LedgerKind.Run)
        {
            await StartRunAsync(entry, client, cancellationToken);
        }
        else
        {
            await StartPackageAsync(entry, client, cancellationToken);
        }
    }

    private async Task StartRunAsync(LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await files.ReadManifestAsync(entry.Id, cancellationToken) is not null)
        {
            await runs.StartAsync(entry, client, cancellationToken);
        }
        else if (time.GetUtcNow() - entry.CreatedAt > s_longPatience)
        {
            // Without its manifest the claim never got as far as an answer or a settled blob, and whoever made it did not come again.
            await EndedAsync(entry, Problem.Of(ErrorCodes.ManifestVanished), cancellationToken);
        }
    }

    private async Task StartPackageAsync(LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await storage.Find(entry.Storage).Container(entry.Container!).GetBlobClient(entry.Name!).GetPropertiesAsync(cancellationToken: cancellationToken);
            await packages.TakeAsync(entry, blob.ContentLength, client, cancellationToken);
        }
        catch (Azure.RequestFailedException e) when (e.IsNotFound())
        {
            Problem gone = Problem.Of(ErrorCodes.PackageRegistrationFailed, "The zip was deleted before it could be registered.");
            await rejection.RejectAsync(entry.Key, entry.BlobPath, gone, cancellationToken);
            await ledger.CloseAsync(entry.Id, cancellationToken);
        }
    }

    private async Task EndedAsync(LedgerEntry entry, Problem problem, CancellationToken cancellationToken)
    {
        if (entry.Kind == LedgerKind.Package)
        {
            await rejection.RejectAsync(entry.Key, entry.BlobPath, problem, cancellationToken);
        }
        else
        {
            await errors.WriteIfAbsentAsync(entry.Id, problem, cancellationToken);
            await ledger.UpdateAsync(
                entry.Key,
                new LedgerPatch { State = LedgerState.Done, Status = RunStatus.Failed, WaitingFor = "", ErrorCode = problem.Code, ErrorDetail = problem.Detail, EndedAt = time.GetUtcNow() },
                cancellationToken);
        }

        await ledger.CloseAsync(entry.Id, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Kind} {Id} is open and its orchestration is {State}", EventName = "StuckRow")]
    private static partial void LogStuck(ILogger logger, string kind, string id, string state);
}
