namespace Azure.ResourceManager.Batch;

internal sealed record ActivateBody(string Format);
