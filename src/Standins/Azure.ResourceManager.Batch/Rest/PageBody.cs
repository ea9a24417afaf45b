namespace Azure.ResourceManager.Batch;

/// <summary>One page of an ARM list on the wire.</summary>
internal sealed record PageBody<T>(IReadOnlyList<T>? Value, string? NextLink);
