using Autobatch.Functions.Storage;

namespace Autobatch.Functions.Workloads;

/// <summary>A file under <c>inputs/{workload}/</c> as storage tells of it.</summary>
/// <param name="Home">The storage account.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="ETag">Its version, without quotes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="WrittenAt">When it was written, to the second.</param>
/// <param name="IsReplay">Whether it is to be taken in although no version of the workload asked for it when it was written.</param>
internal sealed record FoundFile(HomeStorage Home, string Name, string ETag, long Bytes, DateTimeOffset WrittenAt, bool IsReplay = false)
{
    /// <summary>Its key among the workload's files.</summary>
    public string Key(string container) => Autobatch.Runs.Ids.ForBlob(Home.Account, container, Name, ETag);
}
