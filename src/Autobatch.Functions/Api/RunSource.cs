namespace Autobatch.Functions.Api;

/// <summary>The blob that started a run.</summary>
internal sealed record RunSource(string Container, string Name, string ETag);
