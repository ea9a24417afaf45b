namespace Autobatch.Batch;

/// <summary>Why a task failed, a job could not be scheduled or a pool not be resized: <c>failureInfo</c>, <c>schedulingError</c>, <c>resizeErrors</c>.</summary>
public sealed record BatchFailure
{
    /// <summary><c>usererror</c> or <c>servererror</c>; empty for resize errors.</summary>
    public string Category { get; init => field = value ?? ""; } = "";

    /// <summary>Such as <c>FailureExitCode</c>, <c>TaskEnded</c>, <c>CommandProgramNotFound</c> (FACTS A.3).</summary>
    public string Code { get; init => field = value ?? ""; } = "";

    /// <summary>The service's words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>What exactly, such as the path of a file.</summary>
    public IReadOnlyList<NameValue> Details { get; init => field = value ?? []; } = [];
}
