namespace Autobatch.Local.Uploads;

/// <summary>A file that is in storage now.</summary>
/// <param name="Name">The blob's name.</param>
/// <param name="Size">Bytes of it.</param>
/// <param name="Sent">Bytes of it that were sent this time: 0 for what was there, less than all for an upload that went on.</param>
/// <param name="ETag">The blob's ETag, in quotes.</param>
internal sealed record UploadedFile(string Name, long Size, long Sent, string ETag)
{
    /// <summary>Whether the blob was there with just this content.</summary>
    public bool Unchanged { get; init; }
}
