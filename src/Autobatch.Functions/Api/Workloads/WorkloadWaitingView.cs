namespace Autobatch.Functions.Api.Workloads;

/// <summary>Files that wait for their batch.</summary>
/// <param name="Files">How many, markers too; at most 10,000 are counted.</param>
/// <param name="LastArrivedAt">When a file was taken in last; missing when none ever was.</param>
/// <param name="NextCloseAt">When time alone closes the next batch, as it was seen at the last look; missing when only more files can.</param>
internal sealed record WorkloadWaitingView(int Files, DateTimeOffset? LastArrivedAt, DateTimeOffset? NextCloseAt);
