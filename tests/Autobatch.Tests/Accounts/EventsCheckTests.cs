using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Accounts.Doctor;

namespace Autobatch.Tests.Accounts;

/// <summary>What the doctor says of Event Grid subscriptions, in the shapes in which Resource Manager lists them.</summary>
public sealed class EventsCheckTests
{
    private const string Ok = "https://app.azurewebsites.net/runtime/webhooks/blobs";
    private static readonly EventsWanted s_wanted = new(["jobs", "inputs"], "autobatch-events", "app.azurewebsites.net");

    [Fact]
    public void Nothing_delivers_where_there_is_no_subscription()
    {
        DoctorCheck check = EventsCheck.Of("general", [], s_wanted);
        Assert.Equal((CheckState.Warning, "'general' has no Event Grid subscription."), (check.State, check.Line));
        Assert.Contains("Event Grid", check.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void One_subscription_a_container_by_webhook_is_enough_and_so_is_one_for_all_by_the_queue()
    {
        DoctorCheck two = Judge(Webhook("j", "jobs"), Webhook("i", "inputs"));
        Assert.Equal((CheckState.Ok, "Event Grid subscriptions 'j', 'i' deliver new blobs of 'general'."), (two.State, two.Line));
        DoctorCheck queue = Judge(Queue("q", "AUTOBATCH-events", "jobs", "inputs"));
        Assert.Equal((CheckState.Ok, "Event Grid subscription 'q' delivers new blobs of 'general'."), (queue.State, queue.Line));
    }

    [Fact]
    public void Subscription_without_any_filter_delivers_everything()
    {
        JsonObject all = Webhook("all", "jobs");
        all["properties"]!["filter"] = new JsonObject { ["isSubjectCaseSensitive"] = false, ["subjectBeginsWith"] = "", ["subjectEndsWith"] = "", ["includedEventTypes"] = null };
        Assert.Equal(CheckState.Ok, Judge(all).State);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("AwaitingManualAction")]
    [InlineData("Creating")]
    public void Subscription_that_is_not_ready_delivers_nothing(string state)
    {
        JsonObject failed = Webhook("j", "jobs");
        failed["properties"]!["provisioningState"] = state;
        Told(Judge(failed, Webhook("i", "inputs")), $"all new blobs in jobs of 'general': 'j' is {state}.");
    }

    [Theory]
    [InlineData("https://other.azurewebsites.net/runtime/webhooks/blobs", "other.azurewebsites.net/runtime/webhooks/blobs")]
    [InlineData("https://app.azurewebsites.net/api/hook", "app.azurewebsites.net/api/hook")]
    [InlineData("https://requestb.in/15ksip71", "requestb.in/15ksip71")]
    public void Webhook_of_somebody_else_does_not_reach_the_app(string url, string where)
    {
        JsonObject astray = Webhook("j", "jobs", url);
        Told(Judge(astray, Webhook("i", "inputs")), $"'j' delivers to {where}, which is not where this app listens");
    }

    [Theory]
    [InlineData("https://batch.example.org/runtime/webhooks/blobs")]
    [InlineData("https://APP.azurewebsites.net/runtime/webhooks/blobs/")]
    public void Domain_of_its_own_is_given_the_benefit_of_the_doubt(string url) =>
        Assert.Equal(CheckState.Ok, Judge(Webhook("j", "jobs", url), Webhook("i", "inputs", url)).State);

    [Fact]
    public void Queue_hub_and_unknown_endpoint_that_the_app_does_not_read_are_named()
    {
        JsonObject hub = Webhook("h", "jobs");
        hub["properties"]!["destination"] = JsonNode.Parse("""{"endpointType":"EventHub","properties":{"resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.EventHub/namespaces/n/eventhubs/h"}}""");
        JsonObject none = Webhook("n", "jobs");
        none["properties"]!.AsObject().Remove("destination");
        DoctorCheck check = Judge(Queue("q", "other", "jobs", "inputs"), hub, none);
        Told(check, "'q' delivers to the queue 'other'");
        Told(check, "'h' delivers to an endpoint of the type EventHub");
        Told(check, "'n' delivers to an unknown endpoint");
    }

    [Theory]
    [InlineData("subjectBeginsWith", "/blobServices/default/containers/pictures/")]
    [InlineData("subjectBeginsWith", "/blobServices/default/containers/jobs/blobs/only/here/")]
    [InlineData("subjectEndsWith", ".json")]
    public void Filter_that_keeps_blobs_of_a_container_back_is_told(string property, string value)
    {
        JsonObject narrow = Webhook("j", "jobs");
        narrow["properties"]!["filter"]![property] = value;
        Told(Judge(narrow, Webhook("i", "inputs")), "all new blobs in jobs of 'general': 'j' passes other subjects only");
    }

    [Fact]
    public void Subscription_to_other_events_is_told()
    {
        JsonObject deletions = Webhook("d", "jobs");
        deletions["properties"]!["filter"]!["includedEventTypes"] = new JsonArray("Microsoft.Storage.BlobDeleted");
        Told(Judge(deletions), "No event tells of all new blobs in jobs, inputs of 'general': 'd' leaves Microsoft.Storage.BlobCreated out.");
    }

    [Fact]
    public void Many_reasons_are_cut_short()
    {
        DoctorCheck check = Judge([.. Enumerable.Range(0, 9).Select(i => Queue($"q{i}", "other", "jobs"))]);
        Assert.EndsWith("; and 4 more.", check.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"name":3,"properties":[]}""")]
    [InlineData("""{"properties":{"provisioningState":"Succeeded","destination":"x","filter":{"includedEventTypes":[1,null],"advancedFilters":[null,{"operatorType":"StringBeginsWith","key":"subject"}]}}}""")]
    public void Item_of_another_shape_delivers_nothing(string item) =>
        Assert.Equal(CheckState.Warning, EventsCheck.Of("general", [EventSubscription.Read(JsonElement.Parse(item))], s_wanted).State);

    private static void Told(DoctorCheck check, string what)
    {
        Assert.Equal(CheckState.Warning, check.State);
        Assert.Contains(what, check.Line, StringComparison.Ordinal);
    }

    private static DoctorCheck Judge(params JsonObject[] items) =>
        EventsCheck.Of("general", [.. items.Select(i => EventSubscription.Read(JsonElement.Parse(i.ToJsonString())))], s_wanted);

    /// <summary>A subscription below a system topic, as it is told after it was made by infra/webhooks.bicep.</summary>
    private static JsonObject Webhook(string name, string container, string url = Ok) => Subscription(
        name,
        $$""" "destination":{"endpointType":"WebHook","properties":{"endpointBaseUrl":"{{url}}","maxEventsPerBatch":1,"preferredBatchSizeInKilobytes":64,"minimumTlsVersionAllowed":"1.2"} } """,
        $$""" "subjectBeginsWith":"/blobServices/default/containers/{{container}}/blobs/","subjectEndsWith":"" """);

    /// <summary>One that delivers by an identity to a storage queue, as infra/modules/further-subscription.bicep makes it.</summary>
    private static JsonObject Queue(string name, string queue, params string[] containers) => Subscription(
        name,
        $$""" "destination":null,"deliveryWithResourceIdentity":{"identity":{"type":"SystemAssigned"},"destination":{"endpointType":"StorageQueue","properties":{"resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/host","queueName":"{{queue}}","queueMessageTimeToLiveInSeconds":604800} } } """,
        $$""" "subjectBeginsWith":"","advancedFilters":[{"operatorType":"StringBeginsWith","key":"subject","values":[{{string.Join(',', containers.Select(c => $"\"/blobServices/default/containers/{c}/blobs/\""))}}]}] """);

    private static JsonObject Subscription(string name, string destination, string filter) => JsonNode.Parse($$"""
        {
          "properties": {
            "topic": "/subscriptions/s/resourceGroups/g/providers/Microsoft.EventGrid/systemTopics/t",
            "provisioningState": "Succeeded",
            {{destination}},
            "filter": { "isSubjectCaseSensitive": false, "includedEventTypes": ["Microsoft.Storage.BlobCreated"], {{filter}} },
            "labels": [], "eventDeliverySchema": "EventGridSchema",
            "retryPolicy": { "maxDeliveryAttempts": 30, "eventTimeToLiveInMinutes": 1440 }
          },
          "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.EventGrid/systemTopics/t/eventSubscriptions/{{name}}",
          "name": "{{name}}",
          "type": "Microsoft.EventGrid/systemTopics/eventSubscriptions"
        }
        """)!.AsObject();
}
