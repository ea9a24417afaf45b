namespace Autobatch.Functions.Api;

/// <summary>The answer of POST.</summary>
internal sealed record RunAccepted(string Id, string Status, RunLinks Links);
