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
        Row("GET", InSubscription, StorageAccountOperations.List),
        Row("GET", InGroup, StorageAccountOperations.List),
        Row("GET", Account, StorageAccountOperations.Get),
        Row("POST", Account + "/listKeys", StorageAccountOperations.ListKeys),
        Row("POST", Account + "/regenerateKey", StorageAccountOperations.RegenerateKey),
    ];

    private static Operation Row(string method, string route, Func<Call, ValueTask<Reply>> handler) => new(method, route, 200, handler, Plane.ResourceManager);
}
