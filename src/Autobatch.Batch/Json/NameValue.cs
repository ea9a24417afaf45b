namespace Autobatch.Batch;

/// <summary>A name with its value: metadata, failure details.</summary>
public sealed record NameValue(string Name, string? Value);
