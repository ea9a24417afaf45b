namespace Autobatch.Batch;

/// <summary>One of a pool's <c>resizeErrors</c>, such as <c>AccountCoreQuotaReached</c> or <c>AllocationTimedOut</c>.</summary>
public sealed record ResizeError
{
    public string Code { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>What exactly (<c>values</c> on the wire).</summary>
    public IReadOnlyList<NameValue> Values { get; init; } = [];
}
