using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Azure.Core;
using Azure.ResourceManager;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>Whether storage tells anybody of new blobs. Without events, drops are found by the audit, minutes later.</summary>
internal sealed class EventsProbe(ArmClient arm, AppOptions options)
{
    private const string BlobCreated = "Microsoft.Storage.BlobCreated";
    private const string Mend = "Make an Event Grid subscription for BlobCreated to the app's blob door; until then the audit finds drops, some minutes later.";
    private const string Below = "/providers/Microsoft.EventGrid/eventSubscriptions";
    private const string Version = "2022-06-15";

    public async Task<DoctorCheck> FindAsync(BatchAccountFacts facts, CancellationToken cancellationToken)
    {
        if (options.ResourceManager is { Endpoint.IsLoopback: true })
        {
            return DoctorCheck.Ok(CheckNames.Events, "Events come from the local runtime, which follows Azurite's access log.");
        }

        if (facts.Link is not { } link)
        {
            return DoctorCheck.Unknown(CheckNames.Events, facts.Unknown ?? "No storage account is linked.");
        }

        try
        {
            return Judge(link.StorageAccount, await new PlainArmResource(arm, new ResourceIdentifier(link.StorageAccountId)).ReadAsync(Below, Version, cancellationToken));
        }
        catch (Exception e) when (ArmSilence.Reason(e, "the event subscriptions") is { } reason)
        {
            return DoctorCheck.Unknown(CheckNames.Events, reason);
        }
    }

    /// <summary>Whether one of the subscriptions delivers created blobs.</summary>
    internal static DoctorCheck Judge(string storage, JsonElement list)
    {
        int others = 0;
        foreach (JsonElement subscription in Items(list, "value"))
        {
            JsonElement properties = Inner(subscription, "properties");
            JsonElement[] types = Items(Inner(properties, "filter"), "includedEventTypes");
            bool delivers = (types.Length == 0 || types.Any(t => t.ValueKind == JsonValueKind.String && t.GetString() == BlobCreated))
                && Inner(properties, "provisioningState") is { ValueKind: JsonValueKind.String } state && state.GetString() == "Succeeded";
            if (delivers)
            {
                string name = Inner(subscription, "name") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "without a name";
                return DoctorCheck.Ok(CheckNames.Events, $"Event Grid subscription '{name}' delivers new blobs of '{storage}'.");
            }

            others++;
        }

        return DoctorCheck.Warning(
            CheckNames.Events, others == 0 ? $"'{storage}' has no Event Grid subscription." : $"None of {others} Event Grid subscriptions of '{storage}' delivers {BlobCreated}.", Mend);
    }

    private static JsonElement[] Items(JsonElement parent, string name) =>
        Inner(parent, name) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    private static JsonElement Inner(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : default;
}
