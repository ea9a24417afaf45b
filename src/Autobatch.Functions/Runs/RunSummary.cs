namespace Autobatch.Functions.Runs;

/// <summary>How a run ended, in numbers; tasks that neither succeeded nor failed never ran.</summary>
internal sealed record RunSummary(RunEnd End, string Status, int Total, int Succeeded, int Failed, string? ErrorCode, string? ErrorDetail);
