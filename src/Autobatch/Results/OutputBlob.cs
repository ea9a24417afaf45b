namespace Autobatch.Results;

/// <summary>A blob that a run left.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Md5">Its MD5 in base64, when storage has one.</param>
/// <param name="LastModified">When it was written, to the second; not told, but what the upload time is estimated from.</param>
public sealed record OutputBlob(string Container, string Name, long Size, string ETag, string? Md5, DateTimeOffset? LastModified = null);
