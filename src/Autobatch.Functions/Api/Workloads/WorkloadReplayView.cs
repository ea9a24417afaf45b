namespace Autobatch.Functions.Api.Workloads;

/// <summary>What a replay did.</summary>
/// <param name="Replayed">Dead letters whose files were taken in as if they had just landed.</param>
/// <param name="Gone">Dead letters whose files are not there any more.</param>
/// <param name="Failed">Dead letters that failed again.</param>
/// <param name="ContinuationToken">Where the next call goes on; missing when this one saw every dead letter.</param>
/// <param name="RunId">The run that works on the files of the run given again.</param>
internal sealed record WorkloadReplayView(int Replayed, int Gone, int Failed, string? ContinuationToken, string? RunId);
