using System.Text.Json.Serialization;
using Autobatch.Results;

namespace Autobatch.Functions.Staging;

/// <summary>What a run has staged, kept as one of its files.</summary>
/// <param name="Contents">Different inline contents.</param>
/// <param name="ContentBytes">Their size together.</param>
/// <param name="SavedBytes">Bytes of contents that were there already.</param>
/// <param name="Copies">Files of other hosts.</param>
/// <param name="Lists">Lists of resource files that are given as containers; null before that was looked at.</param>
internal sealed record StagingRecord(int Contents, long ContentBytes, long SavedBytes, IReadOnlyList<CopyRecord> Copies, IReadOnlyList<ListRecord>? Lists = null)
{
    [JsonIgnore]
    public bool IsDone => Copies.All(c => c.IsDone);

    private IReadOnlyList<ListRecord> Listed => Lists ?? [];

    /// <summary>What a result says of it.</summary>
    public StagedTotals Totals() => new(
        Contents + Copies.Count + Listed.Sum(l => l.Files),
        ContentBytes + Copies.Sum(c => c.Bytes) + Listed.Sum(l => l.Bytes),
        SavedBytes + Copies.Where(c => c.Saved).Sum(c => c.Bytes) + Listed.Where(l => l.Saved).Sum(l => l.Bytes),
        Listed.Count);

    /// <summary>Names of the copies' blobs by URL.</summary>
    public IReadOnlyDictionary<string, string> Names() => Copies.Where(c => c.IsDone).ToDictionary(c => c.Url.AbsoluteUri, c => c.Name!);

    /// <summary>The containers of lists by the lists' keys.</summary>
    public IReadOnlyDictionary<string, string> Containers() => Listed.ToDictionary(l => l.Key, l => l.Container);
}
