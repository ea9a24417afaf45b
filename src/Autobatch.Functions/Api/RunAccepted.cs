namespace Autobatch.Functions.Api;

/// <summary>The answer of POST.</summary>
public sealed record RunAccepted(string Id, string Status, RunLinks Links);
