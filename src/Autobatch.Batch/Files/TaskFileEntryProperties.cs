namespace Autobatch.Batch;

/// <summary>Size and times of a listed file.</summary>
public sealed record TaskFileEntryProperties
{
    /// <summary>Bytes.</summary>
    public long ContentLength { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public DateTimeOffset? CreationTime { get; init; }

    public string? ContentType { get; init; }
}
