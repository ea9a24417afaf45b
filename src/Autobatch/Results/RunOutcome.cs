using Autobatch.Errors;

namespace Autobatch.Results;

/// <summary>How a run ended.</summary>
/// <param name="Status">A final status of <see cref="Runs.RunStatus"/>.</param>
/// <param name="EndedAt">When.</param>
/// <param name="Error">Why, when it did not complete.</param>
/// <param name="WaitingReason">The name of what kept it from going on, as <c>BlockedDependency</c>.</param>
public sealed record RunOutcome(string Status, DateTimeOffset EndedAt, Problem? Error = null, string? WaitingReason = null)
{
    /// <summary>Blobs of the run that lie in no task's folder, since the manifest put them elsewhere.</summary>
    public IEnumerable<OutputBlob> OtherOutputs { get; init; } = [];

    /// <summary>What it cost; null without a price table.</summary>
    public RunCost? Cost { get; init; }

    /// <summary>What was found out while collecting; told beside the header's.</summary>
    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];
}
