namespace Autobatch.Accounts;

/// <summary>Names of Azure regions, which come as <c>westeurope</c> and as <c>West Europe</c>.</summary>
public static class Regions
{
    /// <summary>Whether two names mean the same region; two that are unknown (null) do.</summary>
    public static bool AreSame(string? one, string? other) => string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    private static string Plain(string? region) => (region ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
