using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The operations of Microsoft.Storage that those who look after a link need.</summary>
internal static class StorageAccountTable
{
    private const string Accounts = "/providers/Microsoft.Storage/storageAccounts";
    private const string InSubscription = "/subscriptions/{subscriptionId}" + Accounts;
    private const string InGroup = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}" + Accounts;
    private const string Account = InGroup + "/{storageAccountName}";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("StorageAccounts_List", "GET", InSubscription, StorageAccountOperations.List),
        Row("StorageAccounts_ListByResourceGroup", "GET", InGroup, StorageAccountOperations.List),
        Row("StorageAccounts_GetProperties", "GET", Account, StorageAccountOperations.Get),
        Row("StorageAccounts_ListKeys", "POST", Account + "/listKeys", StorageAccountOperations.ListKeys),
        Row("StorageAccounts_RegenerateKey", "POST", Account + "/regenerateKey", StorageAccountOperations.RegenerateKey),
    ];

    private static Operation Row(string name, string method, string route, Func<Call, ValueTask<Reply>> handler) =>
        new(method, route, 200, handler, Plane.ResourceManager, name);
}
