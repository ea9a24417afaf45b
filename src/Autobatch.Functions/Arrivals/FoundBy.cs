namespace Autobatch.Functions.Arrivals;

/// <summary>How a blob was noticed. It decides what the same content under another ETag means.</summary>
internal enum FoundBy
{
    /// <summary>An event: somebody wrote the blob.</summary>
    Event,

    /// <summary>The audit: an ETag that changed without new content is no new version.</summary>
    Audit,
}
