namespace Autobatch.Batch;

/// <summary>The answer to addtaskcollection on the wire: one item a task, in any order (FACTS A.4).</summary>
internal sealed record TaskAddBody(IReadOnlyList<TaskAddBody.Item>? Value)
{
    public const string ServerError = "servererror";
    public const string Success = "success";

    internal sealed record Item(string? TaskId, string? Status, ErrorBody? Error);
}
