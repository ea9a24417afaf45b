namespace Autobatch.Functions.Api.Workloads;

/// <summary>Why the newest version of the document is not in force.</summary>
/// <param name="Id">The id of <c>results/{id}/error.json</c>, which has every error with its place.</param>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="At">When it was refused.</param>
/// <param name="Link">Where to read it.</param>
internal sealed record WorkloadErrorView(string Id, string Code, string Detail, DateTimeOffset At, string Link);
