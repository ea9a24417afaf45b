using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of an account's networks and detectors. There is no network here: what could be connected is listed, and nothing is connected.</summary>
internal static class NetworkOperations
{
    /// <summary>What a private endpoint could be made for (FACTS D).</summary>
    private static readonly (string Name, string Zone)[] s_linkResources = [("batchAccount", "privatelink.batch.azure.com"), ("nodeManagement", "privatelink.batch.azure.com")];

    private const string Detector = "poolsAndNodes";

    public static ValueTask<Reply> ListLinkResources(Call call)
    {
        var account = Scope.Account(call);
        return new(ArmPage.List(call, s_linkResources, resource => resource.Name, (writer, resource) => WriteLinkResource(writer, account, resource.Name, resource.Zone)));
    }

    public static ValueTask<Reply> GetLinkResource(Call call)
    {
        var account = Scope.Account(call);
        var name = call.Route["privateLinkResourceName"];
        var (found, zone) = s_linkResources.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase));
        return found is null
            ? throw ResourceManagerErrors.SubresourceNotFound.With(("PrivateLinkResource", name))
            : new(Reply.Of(writer => WriteLinkResource(writer, account, found, zone)));
    }

    /// <summary>Of private endpoint connections and network security perimeters: nobody can make one here.</summary>
    public static ValueTask<Reply> ListNone(Call call)
    {
        Scope.Account(call);
        return new(ArmPage.List<string>(call, [], name => name, (_, _) => { }));
    }

    public static ValueTask<Reply> GetNone(Call call)
    {
        Scope.Account(call);
        var (parameter, name) = call.Route.Single(value => value.Key is "privateEndpointConnectionName" or "networkSecurityPerimeterConfigurationName");
        throw ResourceManagerErrors.SubresourceNotFound.With((parameter, name));
    }

    /// <summary>What is not there has been deleted.</summary>
    public static ValueTask<Reply> DeleteNone(Call call)
    {
        Scope.Account(call);
        return new(Reply.Empty);
    }

    public static ValueTask<Reply> ListDetectors(Call call)
    {
        var account = Scope.Account(call);
        return new(ArmPage.List(call, [Detector], id => id, (writer, _) => WriteDetector(writer, account)));
    }

    public static ValueTask<Reply> GetDetector(Call call)
    {
        var account = Scope.Account(call);
        var id = call.Route["detectorId"];
        return string.Equals(id, Detector, StringComparison.OrdinalIgnoreCase)
            ? new(Reply.Of(writer => WriteDetector(writer, account)))
            : throw ResourceManagerErrors.SubresourceNotFound.With(("DetectorId", id));
    }

    /// <summary>What nodes of the account speak to: the emulator itself and the linked storage account.</summary>
    public static ValueTask<Reply> OutboundDependencies(Call call)
    {
        var account = Scope.Account(call);
        List<(string Category, string Description, Uri Address)> endpoints = [("Azure Batch", "The Batch service, which is the emulator.", call.Services.Urls.Https!)];
        if (account.Record.AutoStorage is { } link && call.World.StorageAccounts.TryGetValue(link.StorageAccount, out var storage))
        {
            endpoints.Add(("Azure Storage", "The linked storage account.", call.Services.AutoStorage.Client(storage.Options).Uri));
        }

        return new(ArmPage.List(call, endpoints, endpoint => endpoint.Category, (writer, endpoint) =>
        {
            writer.WriteStartObject();
            writer.WriteString("category", endpoint.Category);
            writer.WriteStartArray("endpoints");
            writer.WriteStartObject();
            writer.WriteString("domainName", endpoint.Address.Host);
            writer.WriteString("description", endpoint.Description);
            writer.WriteStartArray("endpointDetails");
            writer.WriteStartObject();
            writer.WriteNumber("port", endpoint.Address.Port);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }

    private static void WriteLinkResource(Utf8JsonWriter writer, AccountState account, string name, string zone)
    {
        Head(writer, account, "privateLinkResources", name);
        writer.WriteStartObject("properties");
        writer.WriteString("groupId", name);
        writer.WriteStartArray("requiredMembers");
        writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartArray("requiredZoneNames");
        writer.WriteStringValue(zone);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The value of a detector is a document in base64; this one says that there is nothing to say.</summary>
    private static void WriteDetector(Utf8JsonWriter writer, AccountState account)
    {
        Head(writer, account, "detectors", Detector);
        writer.WriteStartObject("properties");
        writer.WriteString("value", Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"id":"poolsAndNodes","name":"Pools and nodes","status":"Info","message":"The emulator detects nothing; look at the pools and nodes themselves."}""")));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter writer, AccountState account, string type, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"{Scope.Id(account)}/{type}/{name}");
        writer.WriteString("name", name);
        writer.WriteString("type", $"Microsoft.Batch/batchAccounts/{type}");
    }
}
