using System.Collections.ObjectModel;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Filters;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>GET …/resources: the accounts of both providers in one list, by which clients count and find them.</summary>
internal static class ResourceOperations
{
    private static readonly FilterSchema<Resource> s_filters = new FilterSchema<Resource>()
        .Text("resourceType", resource => resource.Type)
        .Text("location", resource => resource.Location)
        .Text("name", resource => resource.Name)
        .Text("resourceGroup", resource => resource.Group);

    public static ValueTask<Reply> List(Call call)
    {
        var group = call.Route.GetValueOrDefault("resourceGroupName");
        var batch = call.World.Accounts.Values.Select(account => new Resource(Scope.Id(account), account.Name, "Microsoft.Batch/batchAccounts", account.Record.ResourceGroup, account.Record.Location, account.Record.Tags));
        var storage = call.World.StorageAccounts.Values.Select(account => new Resource(account.Id, account.Name, "Microsoft.Storage/storageAccounts", account.Options.ResourceGroup, account.Options.Location, ReadOnlyDictionary<string, string>.Empty));
        Resource[] resources =
        [
            .. batch.Concat(storage)
                .Where(resource => group is null || string.Equals(resource.Group, group, StringComparison.OrdinalIgnoreCase))
                .Where(s_filters.Compile(call.Target["$filter"]))
                .OrderBy(resource => resource.Id, StringComparer.OrdinalIgnoreCase),
        ];
        return new(ArmPage.List(call, resources, resource => resource.Id, (writer, resource) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", resource.Id);
            writer.WriteString("name", resource.Name);
            writer.WriteString("type", resource.Type);
            writer.WriteString("location", resource.Location);
            writer.WriteStartObject("tags");
            foreach (var (name, value) in resource.Tags)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
    }

    private sealed record Resource(string Id, string Name, string Type, string Group, string Location, IReadOnlyDictionary<string, string> Tags);
}
