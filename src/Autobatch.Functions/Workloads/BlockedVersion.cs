namespace Autobatch.Functions.Workloads;

/// <summary>A version of a workload that cannot be read at the moment, so that its files wait.</summary>
/// <param name="Version">The version's id.</param>
/// <param name="Files">How many files wait under it.</param>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Detail">What is wrong.</param>
internal sealed record BlockedVersion(string Version, int Files, string Code, string Detail);
