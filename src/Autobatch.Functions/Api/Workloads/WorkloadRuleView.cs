namespace Autobatch.Functions.Api.Workloads;

/// <summary>The rule in force, as in the document.</summary>
internal sealed record WorkloadRuleView(
    IReadOnlyList<string>? Include, IReadOnlyList<string>? Exclude, int? MaxFiles, long? MaxBytes, string? MaxWait, string? QuietPeriod, string? MarkerFile);
