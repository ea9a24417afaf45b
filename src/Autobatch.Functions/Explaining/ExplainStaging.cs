using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Autobatch.Staging;
using Azure;

namespace Autobatch.Functions.Explaining;

/// <summary>Says what a run would bring to storage for its tasks. Other hosts are asked for their files' versions and send nothing.</summary>
internal sealed class ExplainStaging(ExternalCopier copier, StagedLists lists, ContainerOptions containers)
{
    private const int MostLooked = 20;

    /// <summary>What would be staged; null for nothing.</summary>
    public async Task<ExplainedStaging?> LookAsync(HomeStorage home, RunPlan plan, IReadOnlyList<StagedList> longLists, Faults faults, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, byte[]> contents = InlineContent.Of(plan);
        IReadOnlyList<Uri> urls = ExternalCopies.Of(plan);
        if (contents.Count + urls.Count + longLists.Count == 0)
        {
            return null;
        }

        ExplainedCopy[] copies = new ExplainedCopy[urls.Count];
        (CopyRecord? Found, FaultException? Fault)[] looks =
            await Task.WhenAll(urls.Take(MostLooked).Select(url => LookAsync(home, url, cancellationToken)));
        for (int i = 0; i < urls.Count; i++)
        {
            (CopyRecord? found, FaultException? fault) = i < looks.Length ? looks[i] : default;
            copies[i] = new ExplainedCopy(urls[i].GetLeftPart(UriPartial.Path), found?.Version.Length, found?.IsDone ?? false);
            if (fault is not null)
            {
                faults.Add(fault.Code, fault.Detail);
            }
        }

        List<ExplainedList> put = [];
        foreach (StagedList list in longLists)
        {
            await faults.LookAsync<ExplainedList>(async () =>
            {
                (int files, long bytes, bool unchanged) = await lists.LookAsync(home, list, cancellationToken);
                put.Add(new ExplainedList(list.Items.Count, files, bytes, unchanged));
                return put[^1];
            });
        }

        return new ExplainedStaging(containers.Staged, new ExplainedContents(contents.Count, contents.Values.Sum(c => (long)c.Length)), copies, put);
    }

    private async Task<(CopyRecord? Found, FaultException? Fault)> LookAsync(HomeStorage home, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return (await copier.LookAsync(home, url, false, cancellationToken), null);
        }
        catch (FaultException e)
        {
            return (null, e);
        }
        catch (Exception e) when (e is RetryLaterException or RequestFailedException)
        {
            return (null, new FaultException(ErrorCodes.CopyFailed, e is RetryLaterException ? e.Message : "Storage does not answer at the moment."));
        }
    }
}
