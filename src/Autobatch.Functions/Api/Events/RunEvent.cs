namespace Autobatch.Functions.Api.Events;

/// <summary>One state of a run, as a server-sent event tells it.</summary>
/// <param name="Sequence">Its place in the feed that it came from.</param>
/// <param name="Id">Follows from the state, so that another feed gives the same state the same id.</param>
/// <param name="Json">The run as <c>GET /api/runs/{id}</c> tells it, on one line.</param>
/// <param name="IsFinal">Whether the run has ended, so that nothing follows.</param>
internal sealed record RunEvent(long Sequence, string Id, byte[] Json, bool IsFinal)
{
    /// <summary>The event's type: <c>progress</c>, or <c>end</c> for the last one.</summary>
    public string Type => IsFinal ? "end" : "progress";
}
