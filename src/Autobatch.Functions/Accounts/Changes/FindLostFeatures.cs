using Autobatch.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Names what the account does without as it is now, so that who changed it learns it at once.</summary>
internal sealed class FindLostFeatures(ArmClient arm, AccountFacts facts)
{
    [Function(nameof(FindLostFeatures))]
    public async Task<IReadOnlyList<LostFeature>> Run([ActivityTrigger] AccountChange change, FunctionContext context)
    {
        BatchAccountFacts known = await facts.AskAsync(change.Account, arm.GetBatchAccountResource(new ResourceIdentifier(change.ResourceId)), context.CancellationToken);
        return [.. Modes.LostIn(known.PoolAllocation), .. StorageMatrix.Of(known).Where(f => f.Availability != Availability.Works).Select(Of)];
    }

    private static LostFeature Of(FeatureSupport feature) =>
        new($"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(feature.Feature.ToString())} ({feature.Availability.ToString().ToLowerInvariant()})", $"{feature.Reason} {feature.Mend}".TrimEnd());

    private static class Modes
    {
        public static IEnumerable<LostFeature> LostIn(PoolAllocation? mode) => mode == PoolAllocation.UserSubscription
            ?
            [
                new LostFeature("sharedKey", "Nodes are in your subscription, so the account takes Microsoft Entra tokens only: configure it without Key."),
                new LostFeature("coreQuota", "Cores are counted by your subscription's quota for the region; Batch shows none and cannot tell a pool that it will not fit."),
                new LostFeature("lowPriorityNodes", "There are Spot nodes, but no low-priority ones."),
            ]
            : [];
    }
}
