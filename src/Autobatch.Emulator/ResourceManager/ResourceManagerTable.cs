using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.ResourceManager.Pools;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The operations of Microsoft.Batch in Azure Resource Manager (FACTS D), with how far each is what it is there.</summary>
internal static class ResourceManagerTable
{
    private const string Provider = "/subscriptions/{subscriptionId}/providers/Microsoft.Batch";
    private const string Accounts = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Batch/batchAccounts";
    private const string Account = Accounts + "/{accountName}";
    private const string Application = Account + "/applications/{applicationName}";
    private const string Version = Application + "/versions/{versionName}";

    private const string Connection = Account + "/privateEndpointConnections/{privateEndpointConnectionName}";
    private const string Perimeter = Account + "/networkSecurityPerimeterConfigurations/{networkSecurityPerimeterConfigurationName}";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("BatchAccount_List", "GET", Provider + "/batchAccounts", 200, AccountOperations.List),
        Row("BatchAccount_ListByResourceGroup", "GET", Accounts, 200, AccountOperations.List),
        Row("BatchAccount_Get", "GET", Account, 200, AccountOperations.Get),
        Row("BatchAccount_Create", "PUT", Account, 202, AccountOperations.Create),
        Row("BatchAccount_Update", "PATCH", Account, 200, AccountOperations.Patch),
        Row("BatchAccount_Delete", "DELETE", Account, 202, AccountOperations.Delete),
        Row("BatchAccount_GetKeys", "POST", Account + "/listKeys", 200, AccountKeyOperations.List),
        Row("BatchAccount_RegenerateKey", "POST", Account + "/regenerateKeys", 200, AccountKeyOperations.Regenerate),
        Row("BatchAccount_SynchronizeAutoStorageKeys", "POST", Account + "/syncAutoStorageKeys", 204, AccountKeyOperations.SyncAutoStorage),
        Row("Pool_ListByBatchAccount", "GET", Account + "/pools", 200, ArmPoolOperations.List),
        Row("Pool_Get", "GET", Account + "/pools/{poolName}", 200, ArmPoolOperations.Get),
        Row("Pool_Create", "PUT", Account + "/pools/{poolName}", 200, ArmPoolOperations.Put),
        Row("Pool_Update", "PATCH", Account + "/pools/{poolName}", 200, ArmPoolOperations.Patch),
        Row("Pool_Delete", "DELETE", Account + "/pools/{poolName}", 202, ArmPoolOperations.Delete),
        Row("Pool_DisableAutoScale", "POST", Account + "/pools/{poolName}/disableAutoScale", 200, ArmPoolOperations.DisableAutoScale),
        Row("Pool_StopResize", "POST", Account + "/pools/{poolName}/stopResize", 200, ArmPoolOperations.StopResize),
        Row("Location_GetQuotas", "GET", Provider + "/locations/{locationName}/quotas", 200, LocationOperations.Quotas),
        Row("Location_ListSupportedVirtualMachineSkus", "GET", Provider + "/locations/{locationName}/virtualMachineSkus", 200, SkuOperations.List),
        Row("Location_CheckNameAvailability", "POST", Provider + "/locations/{locationName}/checkNameAvailability", 200, LocationOperations.CheckNameAvailability),

        // Where the Location of a create and of a delete points; clients only follow it.
        Row("BatchAccount_CreateResult", "GET", Account + "/operationResults/{operationId}", 200, AccountOperations.CreateResult),
        Row("Pool_DeleteResult", "GET", Account + "/poolOperationResults/{operationId}", 200, ArmPoolOperations.DeleteResult),
        Row("BatchAccount_DeleteResult", "GET", Provider + "/locations/{locationName}/accountOperationResults/{operationId}", 200, AccountOperations.DeleteResult),

        Row("Application_List", "GET", Account + "/applications", 200, ApplicationOperations.List),
        Row("Application_Get", "GET", Application, 200, ApplicationOperations.Get),
        Row("Application_Create", "PUT", Application, 200, ApplicationOperations.Create),
        Row("Application_Update", "PATCH", Application, 200, ApplicationOperations.Patch),
        Row("Application_Delete", "DELETE", Application, 200, ApplicationOperations.Delete),
        Row("ApplicationPackage_List", "GET", Application + "/versions", 200, PackageOperations.List),
        Row("ApplicationPackage_Get", "GET", Version, 200, PackageOperations.Get),
        Row("ApplicationPackage_Create", "PUT", Version, 200, PackageOperations.Create),
        Row("ApplicationPackage_Activate", "POST", Version + "/activate", 200, PackageOperations.Activate),
        Row("ApplicationPackage_Delete", "DELETE", Version, 200, PackageOperations.Delete),

        Row("Operations_List", "GET", "/providers/Microsoft.Batch/operations", 200, ProviderOperations.List),
        Row("BatchAccount_ListOutboundNetworkDependenciesEndpoints", "GET", Account + "/outboundNetworkDependenciesEndpoints", 200, NetworkOperations.OutboundDependencies, Support.Simulated),
        Row("BatchAccount_ListDetectors", "GET", Account + "/detectors", 200, NetworkOperations.ListDetectors, Support.Simulated),
        Row("BatchAccount_GetDetector", "GET", Account + "/detectors/{detectorId}", 200, NetworkOperations.GetDetector, Support.Simulated),
        Row("PrivateLinkResource_ListByBatchAccount", "GET", Account + "/privateLinkResources", 200, NetworkOperations.ListLinkResources, Support.Simulated),
        Row("PrivateLinkResource_Get", "GET", Account + "/privateLinkResources/{privateLinkResourceName}", 200, NetworkOperations.GetLinkResource, Support.Simulated),
        Row("PrivateEndpointConnection_ListByBatchAccount", "GET", Account + "/privateEndpointConnections", 200, NetworkOperations.ListNone, Support.Simulated),
        Row("PrivateEndpointConnection_Get", "GET", Connection, 200, NetworkOperations.GetNone, Support.Simulated),
        Row("PrivateEndpointConnection_Update", "PATCH", Connection, 202, NetworkOperations.GetNone, Support.Simulated),
        Row("PrivateEndpointConnection_Delete", "DELETE", Connection, 204, NetworkOperations.DeleteNone, Support.Simulated),
        Row("NetworkSecurityPerimeter_ListConfigurations", "GET", Account + "/networkSecurityPerimeterConfigurations", 200, NetworkOperations.ListNone, Support.Simulated),
        Row("NetworkSecurityPerimeter_GetConfiguration", "GET", Perimeter, 200, NetworkOperations.GetNone, Support.Simulated),
        Row("NetworkSecurityPerimeter_ReconcileConfiguration", "POST", Perimeter + "/reconcile", 202, NetworkOperations.GetNone, Support.Simulated),
    ];

    private static Operation Row(string name, string method, string route, int success, Func<Call, ValueTask<Reply>> handler, Support support = Support.Real) =>
        new(method, route, success, handler, Plane.ResourceManager, name) { Support = support };
}
