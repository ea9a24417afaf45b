using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Resources that a Resource Manager path names.</summary>
internal static class Scope
{
    /// <summary>Refuses other subscriptions than the well-known one, and resource groups that no option names.</summary>
    public static void Require(IReadOnlyDictionary<string, string> route, EmulatorOptions options)
    {
        if (route.TryGetValue("subscriptionId", out var subscription) && !Same(subscription, WellKnown.SubscriptionId))
        {
            throw ResourceManagerErrors.SubscriptionNotFound.With(("SubscriptionId", subscription));
        }

        if (route.TryGetValue("resourceGroupName", out var group) && !Groups(options).Any(known => Same(group, known)))
        {
            throw ResourceManagerErrors.ResourceGroupNotFound.With(("ResourceGroup", group));
        }
    }

    /// <summary>The account of the route; while it is being made or deleted it can only be looked at.</summary>
    public static AccountState Account(Call call)
    {
        var account = Find(call) ?? throw ResourceManagerErrors.AccountNotFound.With(("AccountName", call.Route["accountName"]));
        return call.Http.Request.Method == "GET" || account.Record.IsReady(call.Services.Options.TimeProvider.GetUtcNow())
            ? account
            : throw ResourceManagerErrors.AccountNotReady.With(("AccountName", account.Name));
    }

    /// <summary>The account of the route in whatever state, or null.</summary>
    public static AccountState? Find(Call call) =>
        call.World.Accounts.TryGetValue(call.Route["accountName"], out var account) && Same(account.Record.ResourceGroup, call.Route["resourceGroupName"]) ? account : null;

    /// <summary>The application of the route. Under the gate.</summary>
    public static ApplicationRecord Application(Call call) =>
        Account(call).Applications.GetValueOrDefault(Names.Application(call.Route["applicationName"])) ?? throw ResourceManagerErrors.ApplicationNotFound.With();

    /// <summary>The package of the route. Under the gate.</summary>
    public static PackageRecord Package(Call call) =>
        Application(call).Package(Names.Version(call.Route["versionName"])) ?? throw ResourceManagerErrors.PackageNotFound.With();

    /// <summary>The ARM id of an account.</summary>
    public static string Id(AccountState account) =>
        $"/subscriptions/{WellKnown.SubscriptionId}/resourceGroups/{account.Record.ResourceGroup}/providers/Microsoft.Batch/batchAccounts/{account.Name}";

    /// <summary>202 and where to ask for the result.</summary>
    public static Reply Accepted(Call call, string path) => new()
    {
        Status = 202,
        Location = $"{call.BaseUrl}{path}?api-version={Uri.EscapeDataString(call.Target["api-version"]!)}",
    };

    /// <summary>The resource groups that the options name.</summary>
    public static IEnumerable<string> Groups(EmulatorOptions options) =>
        options.Accounts.Select(account => account.ResourceGroup).Concat(options.StorageAccounts.Select(storage => storage.ResourceGroup)).Append(WellKnown.ResourceGroup);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
