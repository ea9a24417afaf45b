using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.ResourceManager.Pools;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The operations of Microsoft.Batch in Azure Resource Manager (FACTS D); rows without a handler answer 501.</summary>
internal static class ResourceManagerTable
{
    private const string Provider = "/subscriptions/{subscriptionId}/providers/Microsoft.Batch";
    private const string Accounts = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Batch/batchAccounts";
    private const string Account = Accounts + "/{accountName}";
    private const string Application = Account + "/applications/{applicationName}";
    private const string Version = Application + "/versions/{versionName}";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("GET", Provider + "/batchAccounts", 200, AccountOperations.List),
        Row("GET", Accounts, 200, AccountOperations.List),
        Row("GET", Account, 200, AccountOperations.Get),
        Row("PUT", Account, 202, AccountOperations.Create),
        Row("PATCH", Account, 200, AccountOperations.Patch),
        Row("DELETE", Account, 202, AccountOperations.Delete),
        Row("POST", Account + "/listKeys", 200, AccountKeyOperations.List),
        Row("POST", Account + "/regenerateKeys", 200, AccountKeyOperations.Regenerate),
        Row("POST", Account + "/syncAutoStorageKeys", 204, AccountKeyOperations.SyncAutoStorage),
        Row("GET", Account + "/pools", 200, ArmPoolOperations.List),
        Row("GET", Account + "/pools/{poolName}", 200, ArmPoolOperations.Get),
        Row("PUT", Account + "/pools/{poolName}", 200, ArmPoolOperations.Put),
        Row("PATCH", Account + "/pools/{poolName}", 200, ArmPoolOperations.Patch),
        Row("DELETE", Account + "/pools/{poolName}", 202, ArmPoolOperations.Delete),
        Row("POST", Account + "/pools/{poolName}/disableAutoScale", 200, ArmPoolOperations.DisableAutoScale),
        Row("POST", Account + "/pools/{poolName}/stopResize", 200, ArmPoolOperations.StopResize),
        Row("GET", Provider + "/locations/{locationName}/quotas", 200, LocationOperations.Quotas),
        Row("GET", Provider + "/locations/{locationName}/virtualMachineSkus", 200, SkuOperations.List),
        Row("POST", Provider + "/locations/{locationName}/checkNameAvailability", 200, LocationOperations.CheckNameAvailability),

        // Where the Location of a create and of a delete points; clients only follow it.
        Row("GET", Account + "/operationResults/{operationId}", 200, AccountOperations.CreateResult),
        Row("GET", Account + "/poolOperationResults/{operationId}", 200, ArmPoolOperations.DeleteResult),
        Row("GET", Provider + "/locations/{locationName}/accountOperationResults/{operationId}", 200, AccountOperations.DeleteResult),

        Row("GET", Account + "/applications", 200, ApplicationOperations.List),
        Row("GET", Application, 200, ApplicationOperations.Get),
        Row("PUT", Application, 200, ApplicationOperations.Create),
        Row("PATCH", Application, 200, ApplicationOperations.Patch),
        Row("DELETE", Application, 200, ApplicationOperations.Delete),
        Row("GET", Application + "/versions", 200, PackageOperations.List),
        Row("GET", Version, 200, PackageOperations.Get),
        Row("PUT", Version, 200, PackageOperations.Create),
        Row("POST", Version + "/activate", 200, PackageOperations.Activate),
        Row("DELETE", Version, 200, PackageOperations.Delete),
    ];

    private static Operation Row(string method, string route, int success, Func<Call, ValueTask<Reply>>? handler = null) =>
        new(method, route, success, handler, Plane.ResourceManager);
}
