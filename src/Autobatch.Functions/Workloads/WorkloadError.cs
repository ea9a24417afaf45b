namespace Autobatch.Functions.Workloads;

/// <summary>Why the newest version of a workload's document is not in force.</summary>
/// <param name="Id">Its id; <c>results/{id}/error.json</c> has the particulars.</param>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="At">When it was refused.</param>
internal sealed record WorkloadError(string Id, string Code, string Detail, DateTimeOffset At);
