using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Resources that a Resource Manager path names.</summary>
internal static class Scope
{
    /// <summary>Refuses other subscriptions and resource groups than the well-known ones.</summary>
    public static void Require(IReadOnlyDictionary<string, string> route)
    {
        if (route.TryGetValue("subscriptionId", out var subscription) && !Same(subscription, WellKnown.SubscriptionId))
        {
            throw ResourceManagerErrors.SubscriptionNotFound.With(("SubscriptionId", subscription));
        }

        if (route.TryGetValue("resourceGroupName", out var group) && !Same(group, WellKnown.ResourceGroup))
        {
            throw ResourceManagerErrors.ResourceGroupNotFound.With(("ResourceGroup", group));
        }
    }

    /// <summary>The account of the route.</summary>
    public static AccountState Account(Call call) =>
        call.World.Accounts.GetValueOrDefault(call.Route["accountName"]) ?? throw ResourceManagerErrors.AccountNotFound.With(("AccountName", call.Route["accountName"]));

    /// <summary>The application of the route. Under the gate.</summary>
    public static ApplicationRecord Application(Call call) =>
        Account(call).Applications.GetValueOrDefault(Names.Application(call.Route["applicationName"])) ?? throw ResourceManagerErrors.ApplicationNotFound.With();

    /// <summary>The package of the route. Under the gate.</summary>
    public static PackageRecord Package(Call call) =>
        Application(call).Package(Names.Version(call.Route["versionName"])) ?? throw ResourceManagerErrors.PackageNotFound.With();

    /// <summary>The ARM id of an account.</summary>
    public static string Id(AccountState account) =>
        $"/subscriptions/{WellKnown.SubscriptionId}/resourceGroups/{WellKnown.ResourceGroup}/providers/Microsoft.Batch/batchAccounts/{account.Name}";

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
