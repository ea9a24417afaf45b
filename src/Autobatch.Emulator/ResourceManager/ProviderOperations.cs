using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>GET /providers/Microsoft.Batch/operations: the operations of the table by the names that roles have for them.</summary>
internal static class ProviderOperations
{
    private const string Prefix = "/providers/Microsoft.Batch/";
    private static readonly Lazy<IReadOnlyList<(string Name, string Resource, string Action)>> s_operations = new(() =>
    [
        .. ResourceManagerTable.Operations.Where(operation => operation.Route.Contains("/batchAccounts", StringComparison.Ordinal) && !operation.Route.EndsWith("/{operationId}", StringComparison.Ordinal))
            .Select(Describe).DistinctBy(described => described.Name).OrderBy(described => described.Name, StringComparer.OrdinalIgnoreCase),
    ]);

    public static ValueTask<Reply> List(Call call) => new(ArmPage.List(call, s_operations.Value, operation => operation.Name, (writer, operation) =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", operation.Name);
        writer.WriteBoolean("isDataAction", false);
        writer.WriteStartObject("display");
        writer.WriteString("provider", "Microsoft Azure Batch");
        writer.WriteString("resource", operation.Resource);
        writer.WriteString("operation", $"{operation.Action} {operation.Resource}");
        writer.WriteEndObject();
        writer.WriteString("origin", "user,system");
        writer.WriteEndObject();
    }));

    /// <summary>…/batchAccounts/{accountName}/listKeys by POST is Microsoft.Batch/batchAccounts/listKeys/action.</summary>
    private static (string Name, string Resource, string Action) Describe(Operation operation)
    {
        var path = operation.Route[(operation.Route.IndexOf(Prefix, StringComparison.Ordinal) + Prefix.Length)..];
        var resource = string.Join('/', path.Split('/').Where(part => !part.StartsWith('{')));
        var action = operation.Method switch { "GET" => "read", "PUT" or "PATCH" => "write", "DELETE" => "delete", _ => "action" };
        return ($"Microsoft.Batch/{resource}/{action}", resource, action);
    }
}
