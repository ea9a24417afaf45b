using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Doctor;
using Autobatch.Functions.Configuration;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>How the doctor finds the Event Grid subscriptions of a storage account: on the account, below system topics, over all pages.</summary>
public sealed class EventsProbeTests
{
    private const string Arm = "https://management.azure.com";
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g";
    private const string Storage = $"{Group}/providers/Microsoft.Storage/storageAccounts/general";
    private const string OnAccount = $"{Storage}/providers/Microsoft.EventGrid/eventSubscriptions";
    private const string Topics = $"{Group}/providers/Microsoft.EventGrid/systemTopics";
    private const string Nothing = """{"value":[]}""";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly ConcurrentQueue<string> _asked = new();

    [Fact]
    public async Task Subscriptions_on_the_account_are_enough_and_topics_are_not_asked_for()
    {
        DoctorCheck check = await FindAsync(new() { [OnAccount] = List(null, "jobs", "inputs", "packages", "workloads") });
        Assert.Equal(CheckState.Ok, check.State);
        Assert.Equal([OnAccount], _asked);
    }

    [Fact]
    public async Task Next_pages_and_those_below_the_accounts_own_system_topic_count()
    {
        string topic = $"{Topics}/t";
        DoctorCheck check = await FindAsync(new()
        {
            [OnAccount] = List($"{Arm}{OnAccount}?api-version=2022-06-15&$skiptoken=2", "jobs"),
            [$"{OnAccount}?skip"] = List(null, "inputs"),
            [Topics] = $$"""
                {"value":[
                  {"id":"{{Topics}}/other","name":"other","properties":{"source":"{{Storage}}2","topicType":"Microsoft.Storage.StorageAccounts"} },
                  {"id":"{{topic}}","name":"t","location":"northeurope","properties":{"provisioningState":"Succeeded","source":"{{Storage.ToLowerInvariant()}}","topicType":"microsoft.storage.storageaccounts"} }]}
                """,
            [$"{topic}/eventSubscriptions"] = List(null, "packages", "workloads"),
        });
        Assert.True(check.State == CheckState.Ok, check.Line);
        Assert.Equal([OnAccount, $"{OnAccount}?skip", Topics, $"{topic}/eventSubscriptions"], _asked);
    }

    [Fact]
    public async Task Nothing_anywhere_is_a_warning()
    {
        DoctorCheck check = await FindAsync(new() { [OnAccount] = Nothing, [Topics] = Nothing });
        Assert.Equal((CheckState.Warning, "'general' has no Event Grid subscription."), (check.State, check.Line));
    }

    [Theory]
    [InlineData("https://elsewhere.example/next")]
    [InlineData("http://management.azure.com/next")]
    public async Task Next_page_elsewhere_is_not_followed_with_the_token(string next)
    {
        DoctorCheck check = await FindAsync(new() { [OnAccount] = List(next, "jobs") });
        Assert.Equal(CheckState.Unknown, check.State);
        Assert.Equal([OnAccount], _asked);
    }

    [Fact]
    public async Task List_without_an_end_is_given_up()
    {
        DoctorCheck check = await FindAsync(new()
        {
            [OnAccount] = List($"{Arm}{OnAccount}?$skiptoken=2", "jobs"),
            [$"{OnAccount}?skip"] = List($"{Arm}{OnAccount}?$skiptoken=2", "jobs"),
        });
        Assert.Equal(CheckState.Unknown, check.State);
        Assert.InRange(_asked.Count, 50, 200);
    }

    [Fact]
    public async Task What_nobody_may_read_is_unknown_with_the_role_that_helps()
    {
        DoctorCheck check = await FindAsync([]);
        Assert.Equal(CheckState.Unknown, check.State);
        Assert.Contains("role Reader", check.Line, StringComparison.Ordinal);
    }

    private async Task<DoctorCheck> FindAsync(Dictionary<string, string> answers)
    {
        ConfigurationManager configuration = new();
        Defaults.AddTo(configuration);
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Autobatch:Accounts:0:Name"] = "north",
            ["Autobatch:Accounts:0:ResourceId"] = $"{Group}/providers/Microsoft.Batch/batchAccounts/north",
            ["Autobatch:Accounts:0:Endpoint"] = "https://north.northeurope.batch.azure.com",
            ["WEBSITE_HOSTNAME"] = "app.azurewebsites.net",
        });
        ArmClientOptions options = new() { Transport = new HttpClientTransport(new HttpClient(new Answers(answers, _asked))), Retry = { MaxRetries = 0 } };
        EventsProbe probe = new(new ArmClient(new DevelopmentCredential("token"), null, options), SettingsReader.Read(configuration), configuration);
        return await probe.FindAsync(
            new BatchAccountFacts
            {
                Name = "north",
                ResourceId = "/a",
                AskedAt = default,
                UsesKey = false,
                Link = new AutoStorageLink(Storage, "general", AutoStorageAuthentication.StorageKeys, null, default),
            },
            s_cancel);
    }

    private static string List(string? next, params string[] containers)
    {
        string items = string.Join(',', containers.Select(Item));
        return next is null ? $$"""{"value":[{{items}}]}""" : $$"""{"value":[{{items}}],"nextLink":"{{next}}"}""";
    }

    private static string Item(string container) => $$"""
        {"id":"{{OnAccount}}/{{container}}","name":"{{container}}","type":"Microsoft.EventGrid/eventSubscriptions","properties":{"topic":"{{Storage}}","provisioningState":"Succeeded",
         "destination":{"endpointType":"WebHook","properties":{"endpointBaseUrl":"https://app.azurewebsites.net/runtime/webhooks/blobs"} },
         "filter":{"includedEventTypes":["Microsoft.Storage.BlobCreated"],"subjectBeginsWith":"/blobServices/default/containers/{{container}}/blobs/"} } }
        """;

    /// <summary>Resource Manager as far as it is known; what it does not know it refuses.</summary>
    private sealed class Answers(Dictionary<string, string> known, ConcurrentQueue<string> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string path = request.RequestUri!.AbsolutePath + (request.RequestUri.Query.Contains("skiptoken", StringComparison.Ordinal) ? "?skip" : "");
            asked.Enqueue(path);
            return Task.FromResult(known.TryGetValue(path, out string? body)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("""{"error":{"code":"AuthorizationFailed","message":"no"}}""", Encoding.UTF8, "application/json") });
        }
    }
}
