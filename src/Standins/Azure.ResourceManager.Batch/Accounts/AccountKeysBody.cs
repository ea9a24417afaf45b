namespace Azure.ResourceManager.Batch;

internal sealed record AccountKeysBody(string? AccountName, string? Primary, string? Secondary);
