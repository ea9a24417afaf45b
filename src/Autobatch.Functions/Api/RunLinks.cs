namespace Autobatch.Functions.Api;

/// <summary>Where to go on from a run. Result and error are blobs of the autostorage account, <c>container/name</c>.</summary>
internal sealed record RunLinks(string Self, string Tasks, string Cancel, string? Result, string? Error);
