namespace Autobatch.Placement;

/// <summary>How an account is chosen among a run's candidates.</summary>
public static class PlacementPolicy
{
    /// <summary>The first in order that can take the run; the account whose autostorage is the run's home is the first one.</summary>
    public const string Preferred = "preferred";

    /// <summary>The account with the fewest of our runs that go on, so that they are spread evenly.</summary>
    public const string Spread = "spread";

    /// <summary>The account that uses the smallest part of its quotas.</summary>
    public const string LeastLoaded = "leastLoaded";

    /// <summary>The account whose autostorage is the run's home, else one in the home's region, else the first in order.</summary>
    public const string NearData = "nearData";

    /// <summary>All policies.</summary>
    public static IReadOnlyList<string> All { get; } = [Preferred, Spread, LeastLoaded, NearData];

    /// <summary>Whether the order is known without looking at what the accounts do at present.</summary>
    public static bool IsStatic(string policy) => policy is Preferred or NearData;
}
