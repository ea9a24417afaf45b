using Autobatch.Accounts;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Autobatch.Placement;
using Autobatch.Planning;

namespace Autobatch.Functions.Placing;

/// <summary>Chooses accounts for runs. With one candidate nobody is asked anything; by a static order accounts are looked at only until one can take the run.</summary>
internal sealed class Placements(BatchAccounts accounts, AccountFacts facts, AccountLooks looks, AccountDrains drains, AppOptions options)
{
    /// <summary>The accounts that may take a run, in order.</summary>
    /// <exception cref="FaultException">The manifest names an account that is not configured (any more).</exception>
    public IReadOnlyList<BatchAccount> Candidates(RunPlan plan) =>
        plan.BatchAccounts.Count == 0 ? accounts.All : [.. plan.BatchAccounts.Select(accounts.Find)];

    /// <summary>The policy that decides for a run, as it is told.</summary>
    public string PolicyOf(RunPlan plan) => plan.BatchAccounts.Count > 0 ? "manifest" : options.Placement.Policy;

    /// <summary>The account that takes the run; null when every candidate is excepted.</summary>
    /// <param name="plan">The run's plan.</param>
    /// <param name="home">The storage account that the run's blobs are in.</param>
    /// <param name="except">Accounts that it must not go to.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<PlacementChoice?> ChooseAsync(RunPlan plan, string home, IReadOnlyCollection<string> except, CancellationToken cancellationToken)
    {
        BatchAccount[] candidates = [.. Candidates(plan).Where(a => !except.Contains(a.Name, StringComparer.OrdinalIgnoreCase))];
        if (candidates.Length == 0)
        {
            return null;
        }

        PlacementRequest request = new(options.Placement.Policy, home, null, plan.BatchAccounts.Count > 0);
        if (candidates.Length == 1 && except.Count == 0)
        {
            bool drained = await drains.IsDrainedAsync(candidates[0].Name, cancellationToken);
            return Placer.Choose(request, [new PlacementCandidate { Name = candidates[0].Name, Drained = drained }]);
        }

        return request.Named || PlacementPolicy.IsStatic(request.Policy)
            ? await InOrderAsync(plan, candidates, request, cancellationToken)
            : Placer.Choose(request, await Task.WhenAll(candidates.Select(a => looks.LookAsync(a, plan, cancellationToken))));
    }

    private async Task<PlacementChoice> InOrderAsync(RunPlan plan, BatchAccount[] candidates, PlacementRequest request, CancellationToken cancellationToken)
    {
        BatchAccountFacts[] where = await Task.WhenAll(candidates.Select(a => facts.OfAsync(a, cancellationToken)));
        PlacementRequest near = request.Policy == PlacementPolicy.NearData ? request with { HomeRegion = await HomeRegionAsync(request.Home, cancellationToken) } : request;
        PlacementCandidate[] known = [.. candidates.Select((a, i) => new PlacementCandidate { Name = a.Name, Region = where[i].Region, Storage = where[i].Link?.StorageAccount })];
        foreach (string name in Placer.Rank(near, known).Select(c => c.Name))
        {
            int index = Array.FindIndex(known, c => c.Name == name);
            known[index] = await looks.LookAsync(candidates[index], plan, cancellationToken);
            if (known[index].Obstacle() is null)
            {
                break;
            }
        }

        return Placer.Choose(near, known);
    }

    // Any account may have the home as its autostorage account, also one that cannot take the run.
    private async Task<string?> HomeRegionAsync(string home, CancellationToken cancellationToken)
    {
        BatchAccountFacts[] all = await Task.WhenAll(accounts.All.Select(a => facts.OfAsync(a, cancellationToken)));
        return all.FirstOrDefault(p => string.Equals(p.Link?.StorageAccount, home, StringComparison.OrdinalIgnoreCase)) is { } linked ? linked.Storage?.Region ?? linked.Region : null;
    }
}
