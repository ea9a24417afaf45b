namespace Autobatch.Batch;

/// <summary>One of a pool's <c>resizeErrors</c>, such as <c>AccountCoreQuotaReached</c> or <c>AllocationTimedOut</c>.</summary>
public sealed record ResizeError
{
    public string Code { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>What exactly (<c>values</c> on the wire).</summary>
    public IReadOnlyList<NameValue> Values { get; init => field = value ?? []; } = [];
}
