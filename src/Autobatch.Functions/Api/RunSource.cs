namespace Autobatch.Functions.Api;

/// <summary>The blob that started a run; without <c>storage</c> it lies in the primary storage account.</summary>
internal sealed record RunSource(string Container, string Name, string ETag, string? Storage = null);
