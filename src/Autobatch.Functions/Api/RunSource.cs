namespace Autobatch.Functions.Api;

/// <summary>The blob that started a run.</summary>
public sealed record RunSource(string Container, string Name, string ETag);
