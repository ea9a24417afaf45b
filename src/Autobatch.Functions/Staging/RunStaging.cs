using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Autobatch.Runs;
using Autobatch.Staging;

namespace Autobatch.Functions.Staging;

/// <summary>Brings what a run's tasks fetch, and nobody has uploaded, to where they can: before the job is made, and again without harm.</summary>
internal sealed class RunStaging(
    StorageAccounts storage, StagedBlobs blobs, ExternalCopier copier, StagedLists lists, StorageUrlsFactory taskUrls, RunFiles files, RunPlans plans, StagingOptions options, TimeProvider time)
{
    /// <summary>Stages for about a minute at most; a hold means that there is more to do.</summary>
    public async Task<Hold?> StageAsync(RunInput run, BatchAccount account, RunPlan plan, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, byte[]> contents = InlineContent.Of(plan);
        IReadOnlyList<Uri> urls = ExternalCopies.Of(plan);
        bool mayBeLong = LongLists.MayBe(plan);
        if (contents.Count + urls.Count == 0 && !mayBeLong)
        {
            return null;
        }

        DateTimeOffset until = time.GetUtcNow() + StagingOptions.Slice;
        HomeStorage home = storage.Find(run.Storage);
        long saved = await blobs.PutAsync(home, contents, cancellationToken);
        StagingRecord? record = await files.ReadStagingAsync(run.RunId, cancellationToken);
        if (record is null)
        {
            CopyRecord[] looked = await LookAsync(home, urls, cancellationToken);
            record = new StagingRecord(contents.Count, contents.Values.Sum(c => (long)c.Length), saved, looked);
            await files.SaveStagingAsync(run.RunId, record, cancellationToken);
        }

        return await CopyAsync(run, home, record, until, cancellationToken)
            ?? (mayBeLong ? await ListsAsync(run, home, account, until, cancellationToken) : null);
    }

    // By now copies have their names. What was staged for another account stays so: only what is still too long is looked at.
    private async Task<Hold?> ListsAsync(RunInput run, HomeStorage home, BatchAccount account, DateTimeOffset until, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(run, cancellationToken);
        StagingRecord record = await files.ReadStagingAsync(run.RunId, cancellationToken) ?? throw new RetryLaterException("The record of what is staged vanished at this moment.");
        Dictionary<string, ListRecord> done = (record.Lists ?? []).ToDictionary(l => l.Key);
        int before = done.Count;
        foreach (StagedList list in LongLists.Of(plan, await taskUrls.ForTasksAsync(account, home, plan, cancellationToken)).Where(l => !done.ContainsKey(l.Key)))
        {
            if (await lists.StageAsync(home, list, until, cancellationToken) is not { } staged)
            {
                return new Hold(WaitingReason.StagingInputs, $"{done.Count} long lists of resource files are staged; {list.Items.Count} files of another are being copied.", options.Wait);
            }

            done.Add(list.Key, staged);
        }

        if (record.Lists is null || done.Count > before)
        {
            await files.SaveStagingAsync(run.RunId, record with { Lists = [.. done.Values] }, cancellationToken);
            plans.Forget(run.RunId);
        }

        return null;
    }

    private async Task<CopyRecord[]> LookAsync(HomeStorage home, IReadOnlyList<Uri> urls, CancellationToken cancellationToken)
    {
        CopyRecord[] looked = new CopyRecord[urls.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, urls.Count),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
            async (i, cancelled) => looked[i] = await copier.LookAsync(home, urls[i], true, cancelled));
        return looked;
    }

    private async Task<Hold?> CopyAsync(RunInput run, HomeStorage home, StagingRecord record, DateTimeOffset until, CancellationToken cancellationToken)
    {
        CopyRecord[] copies = [.. record.Copies];
        for (int i = 0; i < copies.Length; i++)
        {
            if (copies[i].IsDone)
            {
                continue;
            }

            copies[i] = await copier.CopyAsync(home, copies[i], until, cancellationToken);
            if (!copies[i].IsDone)
            {
                long written = await copier.WrittenAsync(home, copies[i], cancellationToken);
                return new Hold(
                    WaitingReason.StagingInputs,
                    $"{copies.Count(c => c.IsDone)} of {copies.Length} files are copied, and {written} of {copies[i].Version.Length} bytes from '{copies[i].Url.Host}'.",
                    options.Wait);
            }

            record = record with { Copies = copies };
            await files.SaveStagingAsync(run.RunId, record, cancellationToken);
            if (i < copies.Length - 1 && time.GetUtcNow() >= until)
            {
                return new Hold(WaitingReason.StagingInputs, $"{i + 1} of {copies.Length} files are copied.", options.Wait);
            }
        }

        plans.Forget(run.RunId);
        return null;
    }
}
