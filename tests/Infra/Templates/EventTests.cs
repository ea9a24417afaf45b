using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Functions;
using Autobatch.Functions.Configuration;
using Autobatch.Infra.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>Every blob trigger of the app is subscribed, and nothing else.</summary>
public sealed partial class EventTests
{
    [Fact]
    public void Webhooks_are_the_apps_blob_triggers()
    {
        string[] triggers = [.. typeof(FunctionApp).Assembly.GetTypes().SelectMany(t => t.GetMethods()).SelectMany(Triggers).Order(StringComparer.Ordinal)];
        string[] subscribed = [.. Trigger().Matches(Repository.Read("infra", "webhooks.bicep")).Select(m => $"{m.Groups["function"].Value} {m.Groups["container"].Value}").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(triggers);
        Assert.Equal(triggers, subscribed);
    }

    [Fact]
    public void Containers_are_those_of_the_app()
    {
        ConfigurationBuilder defaults = new();
        Defaults.AddTo(defaults);
        IConfiguration app = defaults.Build();
        using JsonDocument containers = JsonDocument.Parse(Repository.Read("infra", "containers.json"));
        Assert.Equal(
            app.GetSection(ContainerOptions.Section).GetChildren().Select(c => $"{c.Key}={c.Value}").Order(StringComparer.OrdinalIgnoreCase),
            containers.RootElement.EnumerateObject().Select(c => $"{char.ToUpperInvariant(c.Name[0])}{c.Name[1..]}={c.Value.GetString()}").Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Primary_account_has_one_topic_in_its_region()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Regions);
        Resource topic = made.One("Microsoft.EventGrid/systemTopics");
        Resource storage = made.Of("Microsoft.Storage/storageAccounts").Single(s => s.Name == made.Outputs["AUTOBATCH_STORAGE_ACCOUNT"]);
        Assert.Equal(storage.Id, topic.Text("properties", "source"));
        Assert.Equal(storage.Text("location"), topic.Text("location"));
        Assert.Equal(made.Outputs["AUTOBATCH_TOPIC_NAME"], topic.Name);
    }

    [Fact]
    public async Task Events_of_further_accounts_go_to_one_queue_with_the_topics_identity()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Further);
        Resource queue = made.One("Microsoft.Storage/storageAccounts/queueServices/queues");
        IReadOnlyList<Resource> subscriptions = made.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions");
        Assert.Equal(2, subscriptions.Count);
        Assert.Contains(subscriptions, s => s.Name.StartsWith("theirtopic/", StringComparison.Ordinal));
        Assert.All(subscriptions, s =>
        {
            JsonElement delivery = s.Properties.GetProperty("deliveryWithResourceIdentity");
            Assert.Equal("SystemAssigned", delivery.GetProperty("identity").GetProperty("type").GetString());
            JsonElement destination = delivery.GetProperty("destination").GetProperty("properties");
            Assert.EndsWith($"/{queue.Name.Split('/')[0]}", destination.GetProperty("resourceId").GetString(), StringComparison.Ordinal);
            Assert.Equal(queue.Name.Split('/')[^1], destination.GetProperty("queueName").GetString());
            Assert.Contains("Microsoft.Storage.BlobCreated", s.Properties.GetProperty("filter").GetProperty("includedEventTypes").GetRawText(), StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Triggers(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>() is not { } function
        ? []
        : method.GetParameters().Select(p => p.GetCustomAttribute<BlobTriggerAttribute>()).OfType<BlobTriggerAttribute>()
            .Select(t => $"{function.Name} {Container().Match(t.BlobPath).Groups["name"].Value.ToLowerInvariant()}");

    [GeneratedRegex("^%Autobatch:Containers:(?<name>[A-Za-z]+)%/")]
    private static partial Regex Container();

    [GeneratedRegex(@"\{ function: '(?<function>\w+)', container: containers\.(?<container>\w+) \}")]
    private static partial Regex Trigger();
}
