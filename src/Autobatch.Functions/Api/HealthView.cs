namespace Autobatch.Functions.Api;

/// <summary>Whether what the app needs answers.</summary>
internal sealed record HealthView(string Status, IReadOnlyDictionary<string, string> Checks);
