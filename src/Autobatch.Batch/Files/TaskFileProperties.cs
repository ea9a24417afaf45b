namespace Autobatch.Batch;

/// <summary>What the service tells of one file.</summary>
/// <param name="ContentLength">Bytes; for a part of a file, those of the part.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="CreationTime">When it was made, if the node knows.</param>
/// <param name="ContentType">As the node guesses it.</param>
/// <param name="ETag">Changes with the file.</param>
/// <param name="IsDirectory">Whether it is a folder.</param>
public sealed record TaskFileProperties(
    long? ContentLength, DateTimeOffset? LastModified, DateTimeOffset? CreationTime, string? ContentType, string? ETag, bool IsDirectory);
