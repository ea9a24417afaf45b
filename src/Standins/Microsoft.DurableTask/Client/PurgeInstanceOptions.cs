namespace Microsoft.DurableTask.Client;

/// <summary>Options of a purge; recursive includes sub-orchestrations.</summary>
public record PurgeInstanceOptions(bool Recursive = false);
