using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.DeadLetters;

/// <summary>
/// Lets dead letters go through the door again as if they had just landed. A letter is taken out after its file is in, and a file that is in already
/// is met by its ledger row: a kill in between repeats the step and starts nothing twice.
/// </summary>
internal sealed partial class DeadLetterReplay(DeadLetterBox box, StorageAccounts storage, BlobArrived arrived, ILogger<DeadLetterReplay> logger)
{
    private const int MostInOneCall = 500;
    private const int AtOnce = 8;

    /// <summary>Replays up to 500 letters.</summary>
    /// <param name="scope">Which letters.</param>
    /// <param name="id">Only this one; null for all.</param>
    /// <param name="continuation">Where the call before ended.</param>
    /// <param name="client">Of the task hub.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ReplayReport> ReplayAsync(
        DeadLetterScope scope, string? id, string? continuation, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (IReadOnlyList<DeadLetter> letters, string? next) = await box.ListAsync(scope, id, MostInOneCall, continuation, cancellationToken);
        int replayed = 0;
        int gone = 0;
        int failed = 0;
        await Parallel.ForEachAsync(
            letters,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (letter, token) =>
            {
                switch (await ReplayAsync(letter, client, token))
                {
                    case true:
                        Interlocked.Increment(ref replayed);
                        break;
                    case false:
                        Interlocked.Increment(ref failed);
                        break;
                    case null:
                        Interlocked.Increment(ref gone);
                        break;
                }
            });
        return new ReplayReport(replayed, gone, failed, next);
    }

    /// <summary>True when the file is in, false when it failed again, null when it is gone.</summary>
    private async Task<bool?> ReplayAsync(DeadLetter letter, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (letter.Name is not { } name)
        {
            // It names nothing that could be taken in; asking for its replay says that it was seen. The audit finds what it was about.
            await box.RemoveAsync(letter, cancellationToken);
            return null;
        }

        HomeContainer container = new(letter.Storage, letter.Container!);
        try
        {
            bool there = await IsThereAsync(container, name, letter.ETag, cancellationToken);
            if (there)
            {
                await arrived.HandleAsync(container, name, FoundBy.Replay, client, cancellationToken);
            }

            await box.RemoveAsync(letter, cancellationToken);
            LogReplayed(logger, $"{container}/{name}", there ? "taken in again" : "gone");
            return there ? true : null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            (string code, string detail) = ArrivalFailure.Of(e);
            await box.AddAsync(container, name, letter.ETag, code, detail, letter.Attempts + 1, cancellationToken);
            return false;
        }
    }

    private async Task<bool> IsThereAsync(HomeContainer container, string name, string? etag, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await storage.Find(container.Storage).Container(container.Name).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return etag is null || BlobETag.Of(blob.ETag) == etag;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The dead letter {Blob} is replayed: {Outcome}", EventName = "DeadLetterReplayed")]
    private static partial void LogReplayed(ILogger logger, string blob, string outcome);
}
