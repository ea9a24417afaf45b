namespace Microsoft.DurableTask.Client;

/// <summary>Options of a terminate; recursive includes running sub-orchestrations.</summary>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
