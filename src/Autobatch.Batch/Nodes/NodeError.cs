namespace Autobatch.Batch;

/// <summary>One of a node's <c>errors</c>, such as an application package that could not be unpacked.</summary>
public sealed record NodeError
{
    public string Code { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>What exactly.</summary>
    public IReadOnlyList<NameValue> ErrorDetails { get; init => field = value ?? []; } = [];
}
