namespace Autobatch.Functions.Ledger;

/// <summary>The last version that was seen of a dropped blob.</summary>
/// <param name="Name">The blob's name.</param>
/// <param name="ETag">The version.</param>
/// <param name="Id">The run or registration that the content started; an ETag that changed without new content keeps it.</param>
/// <param name="IsScheduled">Whether it was dealt with up to its orchestration; from there on, its ledger row is open until it ends.</param>
/// <param name="Sha256">The content's hash, when it was read.</param>
internal sealed record BlobVersion(string Name, string ETag, string Id, bool IsScheduled, string? Sha256)
{
    /// <summary>The row's version when it was read; not part of the row.</summary>
    public Azure.ETag RowVersion { get; init; }
}
