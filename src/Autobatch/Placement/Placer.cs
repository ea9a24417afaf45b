using Autobatch.Accounts;

namespace Autobatch.Placement;

/// <summary>Chooses the account that takes a run. Pure: the same candidates as they stand give the same choice.</summary>
public static class Placer
{
    /// <summary>The candidates by policy, best first. Order in the list decides between equals.</summary>
    public static IReadOnlyList<PlacementCandidate> Rank(PlacementRequest request, IReadOnlyList<PlacementCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        return request.Named ? candidates : request.Policy switch
        {
            PlacementPolicy.Spread => [.. candidates.OrderBy(c => c.OurJobs ?? 0)],
            PlacementPolicy.LeastLoaded => [.. candidates.OrderBy(c => c.Load())],
            PlacementPolicy.NearData => [.. candidates.OrderBy(c => IsHome(request, c) ? 0 : IsNear(request, c) ? 1 : 2)],
            _ => [.. candidates.OrderBy(c => IsHome(request, c) ? 0 : 1)],
        };
    }

    /// <summary>The best candidate that can take the run; when none can, the best one that is not drained, else the best one, each with what stands against it.</summary>
    /// <param name="request">What the run asks.</param>
    /// <param name="candidates">At least one, in order.</param>
    public static PlacementChoice Choose(PlacementRequest request, IReadOnlyList<PlacementCandidate> candidates)
    {
        IReadOnlyList<PlacementCandidate> ranked = Rank(request, candidates);
        PlacementCandidate chosen = ranked.FirstOrDefault(c => c.Obstacle() is null)
            ?? ranked.FirstOrDefault(c => c is { Drained: false, Answers: true })
            ?? ranked.FirstOrDefault(c => !c.Drained)
            ?? ranked[0];
        string[] before = [.. ranked.TakeWhile(c => c != chosen).Select(c => $"'{c.Name}' cannot take it: {c.Obstacle()}")];
        string reason = before.Length == 0 ? Why(request, chosen, candidates.Count) : $"{Why(request, chosen, candidates.Count)}; {string.Join("; ", before)}";
        return new PlacementChoice(chosen.Name, chosen.Obstacle() is { } obstacle ? $"{reason}; it has to wait, since {obstacle}" : reason, chosen.Obstacle());
    }

    private static string Why(PlacementRequest request, PlacementCandidate chosen, int candidates) =>
        request.Named ? candidates == 1 ? "the manifest names this account alone" : "the first in the manifest's order that can take it"
        : candidates == 1 ? "it is the only candidate"
        : request.Policy switch
        {
            PlacementPolicy.Spread => $"spread: {chosen.OurJobs ?? 0} runs of ours are there",
            PlacementPolicy.LeastLoaded => $"leastLoaded: {chosen.Load():P0} of its quota is in use",
            PlacementPolicy.NearData => IsHome(request, chosen) ? $"nearData: its autostorage account '{request.Home}' holds the run's files"
                : IsNear(request, chosen) ? $"nearData: it is in {request.HomeRegion} as the run's files are" : "nearData: no account is nearer to the run's files",
            _ => IsHome(request, chosen) ? $"preferred: its autostorage account '{request.Home}' holds the run's files" : "preferred: the first in order that can take it",
        };

    private static bool IsHome(PlacementRequest request, PlacementCandidate candidate) =>
        string.Equals(candidate.Storage, request.Home, StringComparison.OrdinalIgnoreCase);

    private static bool IsNear(PlacementRequest request, PlacementCandidate candidate) =>
        request.HomeRegion is { } region && Regions.AreSame(candidate.Region, region);
}
