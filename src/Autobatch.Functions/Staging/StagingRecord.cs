using System.Text.Json.Serialization;
using Autobatch.Results;

namespace Autobatch.Functions.Staging;

/// <summary>What a run has staged, kept as one of its files.</summary>
/// <param name="Contents">Different inline contents.</param>
/// <param name="ContentBytes">Their size together.</param>
/// <param name="SavedBytes">Bytes of contents that were there already.</param>
/// <param name="Copies">Files of other hosts.</param>
internal sealed record StagingRecord(int Contents, long ContentBytes, long SavedBytes, IReadOnlyList<CopyRecord> Copies)
{
    [JsonIgnore]
    public bool IsDone => Copies.All(c => c.IsDone);

    /// <summary>What a result says of it.</summary>
    public StagedTotals Totals() => new(
        Contents + Copies.Count, ContentBytes + Copies.Sum(c => c.Bytes), SavedBytes + Copies.Where(c => c.Saved).Sum(c => c.Bytes));

    /// <summary>Names of the copies' blobs by URL.</summary>
    public IReadOnlyDictionary<string, string> Names() => Copies.Where(c => c.IsDone).ToDictionary(c => c.Url.AbsoluteUri, c => c.Name!);
}
