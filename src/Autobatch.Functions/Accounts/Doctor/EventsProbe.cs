using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Azure.Core;
using Azure.ResourceManager;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>Whether storage tells the app of new blobs. Without events, drops are found by the audit, minutes later.</summary>
internal sealed class EventsProbe(ArmClient arm, AppOptions options, IConfiguration configuration)
{
    private const string Version = "2022-06-15";
    private const string OfResource = "/providers/Microsoft.EventGrid/eventSubscriptions";
    private const string Topics = "/providers/Microsoft.EventGrid/systemTopics";
    private const string OfTopic = "/eventSubscriptions";

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
            return await JudgeAsync(link, cancellationToken);
        }
        catch (Exception e) when (ArmSilence.Reason(e, "the event subscriptions") is { } reason)
        {
            return DoctorCheck.Unknown(CheckNames.Events, reason);
        }
    }

    private async Task<DoctorCheck> JudgeAsync(AutoStorageLink link, CancellationToken cancellationToken)
    {
        // The platform tells an app its host name by this variable.
        EventsWanted wanted = new(
            [options.Containers.Jobs, options.Containers.Inputs, options.Containers.Packages, options.Containers.Workloads], options.Events.Queue, configuration["WEBSITE_HOSTNAME"]);
        ResourceIdentifier storage = new(link.StorageAccountId);
        List<EventSubscription> found = await SubscriptionsAsync(storage, OfResource, cancellationToken);
        DoctorCheck check = EventsCheck.Of(link.StorageAccount, found, wanted);
        if (check.State == CheckState.Ok)
        {
            return check;
        }

        // Subscriptions below a system topic of its own are listed with the topic.
        await foreach (JsonElement topic in new PlainArmResource(arm, storage.Parent!).ListAsync(Topics, Version, cancellationToken))
        {
            if (TopicOf(topic, storage) is { } id)
            {
                found.AddRange(await SubscriptionsAsync(id, OfTopic, cancellationToken));
            }
        }

        return EventsCheck.Of(link.StorageAccount, [.. found.DistinctBy(s => s.Id, StringComparer.OrdinalIgnoreCase)], wanted);
    }

    private async Task<List<EventSubscription>> SubscriptionsAsync(ResourceIdentifier id, string below, CancellationToken cancellationToken)
    {
        List<EventSubscription> found = [];
        await foreach (JsonElement item in new PlainArmResource(arm, id).ListAsync(below, Version, cancellationToken))
        {
            found.Add(EventSubscription.Read(item));
        }

        return found;
    }

    private static ResourceIdentifier? TopicOf(JsonElement topic, ResourceIdentifier storage) =>
        topic.ValueKind == JsonValueKind.Object
        && topic.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty("source", out JsonElement source) && source.ValueKind == JsonValueKind.String
        && string.Equals(source.GetString(), storage.ToString(), StringComparison.OrdinalIgnoreCase)
        && topic.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String && ResourceIdentifier.TryParse(id.GetString(), out ResourceIdentifier? parsed) ? parsed : null;
}
