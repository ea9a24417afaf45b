using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The operations around Microsoft.Batch that management clients call first. What they answer is of the emulator: one tenant, one subscription.</summary>
internal static class SubscriptionTable
{
    private const string Subscription = "/subscriptions/{subscriptionId}";
    private const string Group = Subscription + "/resourceGroups/{resourceGroupName}";
    private const string Provider = Subscription + "/providers/{providerName}";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("Tenants_List", "GET", "/tenants", SubscriptionOperations.Tenants),
        Row("Subscriptions_List", "GET", "/subscriptions", SubscriptionOperations.ListSubscriptions),
        Row("Subscriptions_Get", "GET", Subscription, SubscriptionOperations.GetSubscription),
        Row("Subscriptions_ListLocations", "GET", Subscription + "/locations", SubscriptionOperations.Locations),
        Row("ResourceGroups_List", "GET", Subscription + "/resourceGroups", SubscriptionOperations.ListGroups),
        Row("ResourceGroups_Get", "GET", Group, SubscriptionOperations.GetGroup),
        Row("ResourceGroups_CreateOrUpdate", "PUT", Group, SubscriptionOperations.PutGroup),
        Row("ResourceGroups_CheckExistence", "HEAD", Group, SubscriptionOperations.GroupExists, 204),
        Row("Resources_List", "GET", Subscription + "/resources", ResourceOperations.List),
        Row("Resources_ListByResourceGroup", "GET", Group + "/resources", ResourceOperations.List),
        Row("Providers_List", "GET", Subscription + "/providers", SubscriptionOperations.ListProviders),
        Row("Providers_Get", "GET", Provider, SubscriptionOperations.GetProvider),
        Row("Providers_Register", "POST", Provider + "/register", SubscriptionOperations.GetProvider),
    ];

    private static Operation Row(string name, string method, string route, Func<Call, ValueTask<Reply>> handler, int success = 200) =>
        new(method, route, success, handler, Plane.ResourceManager, name) { Support = Support.Simulated };
}
