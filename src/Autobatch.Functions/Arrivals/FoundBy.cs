namespace Autobatch.Functions.Arrivals;

/// <summary>How a blob was noticed. It decides what the same content under another ETag means.</summary>
internal enum FoundBy
{
    /// <summary>An event: somebody wrote the blob.</summary>
    Event,

    /// <summary>The audit: an ETag that changed without new content is no new version.</summary>
    Audit,

    /// <summary>A dead letter that is replayed: whatever was decided about this version before is decided anew, save for a run that it has.</summary>
    Replay,
}
