namespace Autobatch.Batch;

/// <summary>One of a node's <c>errors</c>, such as an application package that could not be unpacked.</summary>
public sealed record NodeError
{
    public string Code { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>What exactly.</summary>
    public IReadOnlyList<NameValue> ErrorDetails { get; init; } = [];
}
