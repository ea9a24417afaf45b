namespace Autobatch.Batch;

/// <summary>
/// Whether a request may be sent again when nobody knows what became of the first (5xx, a broken connection).
/// 429 and 503 refuse before anything is done, so these are always retried, after Retry-After.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>GET, HEAD</term><description>Repeat: they change nothing.</description></item>
/// <item><term>create job, create pool</term><description>Repeat: the caller gives the id, so a second try answers 409 and the caller, who alone can tell whether the job is his, decides.</description></item>
/// <item><term>add task collection</term><description>Repeat: tasks carry ids, and TaskExists is a success.</description></item>
/// <item><term>patch job</term><description>Repeat: sets the same values again.</description></item>
/// <item><term>terminate and delete (job, task, pool)</term><description>Repeat: the end is the same; a second try may answer 404 or 409, which is left to the caller.</description></item>
/// <item><term>resize pool</term><description>OnlyIfRefused: a second resize that arrives late would undo somebody else's newer one.</description></item>
/// </list>
/// </remarks>
internal enum RetrySafety
{
    /// <summary>Sending it twice has the effect of sending it once.</summary>
    Repeat,

    /// <summary>Sent again only when the service said that it did nothing.</summary>
    OnlyIfRefused,
}
