namespace Autobatch.Batch;

/// <summary>Why a task failed or a job could not be scheduled: <c>failureInfo</c>, <c>schedulingError</c>.</summary>
public sealed record BatchFailure
{
    /// <summary><c>usererror</c> or <c>servererror</c>, in lower case whatever the service wrote (FACTS R.2).</summary>
    public string Category { get; init => field = value?.ToLowerInvariant() ?? ""; } = "";

    /// <summary>Such as <c>FailureExitCode</c>, <c>TaskEnded</c>, <c>CommandProgramNotFound</c> (FACTS A.3).</summary>
    public string Code { get; init => field = value ?? ""; } = "";

    /// <summary>The service's words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>What exactly, such as the path of a file.</summary>
    public IReadOnlyList<NameValue> Details { get; init => field = value ?? []; } = [];
}
