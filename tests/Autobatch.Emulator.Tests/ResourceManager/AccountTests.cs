using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>Batch accounts are made, changed and deleted by Resource Manager, and the data plane follows.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task An_account_is_created_behind_its_location_works_with_keys_of_its_own_and_is_deleted_with_all_that_is_in_it()
    {
        await using var host = await AccountSteps.Start(new());
        using var arm = new ResourceManagerClient(host);

        var account = await arm.Create("third", """{"location":"North Europe","tags":{"a":"b"}}""");

        Assert.Equal(("third", "northeurope", "b"), (account.GetProperty("name").GetString(), account.GetProperty("location").GetString(), account.GetProperty("tags").GetProperty("a").GetString()));
        var properties = account.GetProperty("properties");
        Assert.Equal($"{host.HttpsAddress.Authority}/third", properties.GetProperty("accountEndpoint").GetString());
        Assert.Equal(("Succeeded", "BatchService"), (properties.GetProperty("provisioningState").GetString(), properties.GetProperty("poolAllocationMode").GetString()));
        Assert.False(properties.TryGetProperty("autoStorage", out _));
        var (primary, secondary) = await arm.Keys("third");
        Assert.Equal(88, primary.Length);
        Assert.NotEqual(primary, secondary);
        using var wrongKey = new EmulatorClient(host.HttpAddress, "third");
        (await wrongKey.Get("/jobs")).Expect(HttpStatusCode.Forbidden);
        using var bySecondary = new EmulatorClient(host.HttpAddress, "third", secondary);
        using var client = new EmulatorClient(host.HttpAddress, "third", primary);
        (await bySecondary.Get("/jobs")).Expect(HttpStatusCode.OK);
        var job = await client.Job(await client.Pool());
        await client.Task(job, "1", "/bin/true");
        await client.TaskIs(job, "1", "completed");
        var nodes = Path.Combine(Path.GetDirectoryName(host.CertificatePath)!, "nodes", "third");
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(nodes, "*", SearchOption.AllDirectories));

        var deleted = (await arm.Send(HttpMethod.Delete, AccountSteps.Account("third"))).Expect(HttpStatusCode.Accepted);

        Assert.Equal("", (await arm.Follow(deleted)).Expect(HttpStatusCode.OK).Text);
        Assert.Equal("ResourceNotFound", (await arm.Send(HttpMethod.Get, AccountSteps.Account("third"))).Expect(HttpStatusCode.NotFound).Error());
        (await arm.Send(HttpMethod.Delete, AccountSteps.Account("third"))).Expect(HttpStatusCode.NoContent);
        (await client.Get("/jobs")).Expect(HttpStatusCode.Forbidden);
        Assert.Empty(Directory.EnumerateFiles(nodes, "stdout.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_new_account_has_the_services_defaults_and_its_operations_have_their_locations()
    {
        await using var host = await AccountSteps.Start(new());
        using var arm = new ResourceManagerClient(host);

        var creating = (await arm.Send(HttpMethod.Put, AccountSteps.Account("fourth"), """{"location":"here"}""")).Expect(HttpStatusCode.Accepted);
        Assert.Matches("/batchAccounts/fourth/operationResults/[0-9a-f-]{36}\\?api-version=", creating.Headers["Location"]);
        var made = (await arm.Follow(creating)).Expect(HttpStatusCode.OK);
        var (account, properties) = (made.Json, made.Json.GetProperty("properties"));
        Assert.Equal("""{"type":"None"}""", account.GetProperty("identity").GetRawText());
        Assert.Equal((500, 500, 100, 300), (properties.Number("dedicatedCoreQuota"), properties.Number("lowPriorityCoreQuota"), properties.Number("poolQuota"), properties.Number("activeJobAndJobScheduleQuota")));
        Assert.Equal(("Enabled", "Microsoft.Batch"), (properties.Text("publicNetworkAccess"), properties.GetProperty("encryption").Text("keySource")));
        Assert.Equal("""["SharedKey","AAD","TaskAuthenticationToken"]""", properties.GetProperty("allowedAuthenticationModes").GetRawText());
        Assert.Equal("[]", properties.GetProperty("privateEndpointConnections").GetRawText());
        Assert.Matches("^\"0x[0-9A-F]+\"$", (await arm.Send(HttpMethod.Get, AccountSteps.Account("fourth"))).Headers["ETag"]);

        var deleting = (await arm.Send(HttpMethod.Delete, AccountSteps.Account("fourth"))).Expect(HttpStatusCode.Accepted);
        Assert.Matches("/providers/Microsoft.Batch/locations/here/accountOperationResults/fourth-[0-9a-f-]{36}\\?api-version=", deleting.Headers["Location"]);
    }

    [Fact]
    public async Task A_creation_and_a_deletion_that_take_their_time_are_seen_and_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        EmulatorOptions options = new() { Location = folder.Path, TimeProvider = time };
        Answer creating;
        await using (var host = await AccountSteps.Start(options))
        {
            using var arm = new ResourceManagerClient(host);
            await Delay(host);
            creating = (await arm.Send(HttpMethod.Put, AccountSteps.Account("slow"), """{"location":"here"}""")).Expect(HttpStatusCode.Accepted);
            Assert.Equal("Creating", await State(arm));
            Assert.Equal("AccountNotReady", (await arm.Send(HttpMethod.Patch, AccountSteps.Account("slow"), "{}")).Expect(HttpStatusCode.Conflict).Error());
            Assert.Equal("AccountIsDisabled", (await arm.Send(HttpMethod.Get, "/slow/jobs")).Expect(HttpStatusCode.Forbidden).Code);
        }

        await using var again = await AccountSteps.Start(options);
        using var client = new ResourceManagerClient(again);
        Assert.Equal(HttpStatusCode.Accepted, (await client.Follow(creating)).Status);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.OK, (await client.Follow(creating)).Status);
        Assert.Equal("Succeeded", await State(client));
        (await client.Send(HttpMethod.Get, "/slow/jobs")).Expect(HttpStatusCode.OK);

        await Delay(again);
        var deleting = (await client.Send(HttpMethod.Delete, AccountSteps.Account("slow"))).Expect(HttpStatusCode.Accepted);
        Assert.Equal("Deleting", await State(client));
        Assert.Equal(HttpStatusCode.Accepted, (await client.Follow(deleting)).Status);
        (await client.Send(HttpMethod.Delete, AccountSteps.Account("slow"))).Expect(HttpStatusCode.Accepted);
        time.Advance(TimeSpan.FromHours(2));
        await Batch.Until(async () => (await client.Follow(deleting)).Status == HttpStatusCode.OK, "the account is gone");
        (await client.Send(HttpMethod.Get, AccountSteps.Account("slow"))).Expect(HttpStatusCode.NotFound);

        static async Task Delay(EmulatorHost host)
        {
            using var control = new EmulatorClient(host.HttpAddress);
            (await control.Control(host, HttpMethod.Put, "faults", """{"rules":[{"kind":"accountDelay","account":"slow","delay":"PT1H"}]}""")).Expect(HttpStatusCode.OK);
        }

        static async Task<string?> State(ResourceManagerClient arm) =>
            (await arm.Send(HttpMethod.Get, AccountSteps.Account("slow"))).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("provisioningState").GetString();
    }

    [Fact]
    public async Task Accounts_are_listed_by_subscription_and_by_resource_group()
    {
        await using var host = await AccountSteps.Start(new() { Accounts = [.. EmulatedAccount.WellKnownAccounts, new() { Name = "elsewhere", Location = "local3", ResourceGroup = "other" }] });
        using var arm = new ResourceManagerClient(host);
        var subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";

        Assert.Equal(["devbatchaccount1", "devbatchaccount2", "elsewhere"], await Names(subscription));
        Assert.Equal(["devbatchaccount1", "devbatchaccount2"], await Names($"{subscription}/resourceGroups/local"));
        Assert.Equal(["elsewhere"], await Names($"{subscription}/resourceGroups/other"));
        Assert.Equal("ResourceGroupNotFound", (await arm.Send(HttpMethod.Get, $"{subscription}/resourceGroups/unknown/providers/Microsoft.Batch/batchAccounts")).Expect(HttpStatusCode.NotFound).Error());
        (await arm.Send(HttpMethod.Get, AccountSteps.Account("elsewhere"))).Expect(HttpStatusCode.NotFound);

        async Task<string[]> Names(string scope) =>
            [.. (await arm.Send(HttpMethod.Get, $"{scope}/providers/Microsoft.Batch/batchAccounts")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray().Select(account => account.GetProperty("name").GetString()!)];
    }

    [Theory]
    [InlineData("ok3", "{}", "MissingRequiredProperty")]
    [InlineData("ok3", """{"location":"x","nonsense":1}""", "InvalidRequestBody")]
    [InlineData("Upper", """{"location":"x"}""", "InvalidResourceName")]
    [InlineData("ab", """{"location":"x"}""", "InvalidResourceName")]
    [InlineData("ok3", """{"location":"x","properties":{"poolAllocationMode":"Cloud"}}""", "InvalidPropertyValue")]
    [InlineData("ok3", """{"location":"x","properties":{"poolAllocationMode":"UserSubscription"}}""", "MissingRequiredProperty")]
    [InlineData("ok3", """{"location":"x","properties":{"keyVaultReference":{"id":"a","url":"https://v"}}}""", "InvalidPropertyValue")]
    [InlineData("ok3", """{"location":"x","properties":{"autoStorage":{"storageAccountId":"/subscriptions/x"}}}""", "InvalidPropertyValue")]
    [InlineData("ok3", """{"location":"x","properties":{"allowedAuthenticationModes":["Password"]}}""", "InvalidPropertyValue")]
    [InlineData("ok3", """{"location":"x","properties":{"publicNetworkAccess":"Disabled"}}""", "UnsupportedProperty")]
    [InlineData("ok3", """{"location":"x","identity":{"type":"UserAssigned"}}""", "InvalidPropertyValue")]
    [InlineData("devbatchaccount1", """{"location":"local1"}""", "AccountExists")]
    public async Task A_wrong_account_is_refused_by_name_and_nothing_is_made(string name, string body, string code)
    {
        await using var host = await AccountSteps.Start(new());
        using var arm = new ResourceManagerClient(host);

        Assert.Equal(code, (await arm.Send(HttpMethod.Put, AccountSteps.Account(name), body)).Error());
        if (name != "devbatchaccount1")
        {
            (await arm.Send(HttpMethod.Get, AccountSteps.Account(name))).Expect(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_region_takes_as_many_accounts_as_its_quota_says_and_names_are_checked_before()
    {
        await using var host = await AccountSteps.Start(new() { AccountQuota = 2 });
        using var arm = new ResourceManagerClient(host);

        await arm.Create("second", """{"location":"local1"}""");
        Assert.Equal("SubscriptionQuotaExceeded", (await arm.Send(HttpMethod.Put, AccountSteps.Account("toomany"), """{"location":"local1"}""")).Expect(HttpStatusCode.Conflict).Error());
        await arm.Create("faraway", """{"location":"local9"}""");

        Assert.Equal(2, (await arm.Send(HttpMethod.Get, AccountSteps.Locations + "/local1/quotas")).Expect(HttpStatusCode.OK).Json.GetProperty("accountQuota").GetInt32());
        Assert.Equal("AlreadyExists", await Reason("second"));
        Assert.Equal("Invalid", await Reason("No-Name"));
        Assert.Null(await Reason("free"));

        async Task<string?> Reason(string name)
        {
            var answer = await arm.Send(HttpMethod.Post, AccountSteps.Locations + "/local1/checkNameAvailability", $$"""{"name":"{{name}}","type":"Microsoft.Batch/batchAccounts"}""");
            Assert.Equal(!answer.Expect(HttpStatusCode.OK).Json.TryGetProperty("reason", out var reason), answer.Json.GetProperty("nameAvailable").GetBoolean());
            return reason.ValueKind == JsonValueKind.Undefined ? null : reason.GetString();
        }
    }

    [Fact]
    public async Task What_was_created_changed_and_deleted_is_so_after_a_restart_and_a_reset_goes_back_to_the_options()
    {
        using var folder = new TemporaryFolder();
        string key;
        await using (var first = await AccountSteps.Start(new() { Location = folder.Path }))
        {
            using var arm = new ResourceManagerClient(first);
            await arm.Create("third", $$"""{"location":"local3","properties":{"autoStorage":{"storageAccountId":"{{AccountSteps.Storage("devstoreaccount1")}}"} } }""");
            key = (await arm.Keys("third")).Primary;
            using var client = new EmulatorClient(first.HttpAddress, "third", key);
            await client.Job("p");
            (await arm.Send(HttpMethod.Patch, AccountSteps.Account("devbatchaccount1"), """{"tags":{"kept":"yes"}}""")).Expect(HttpStatusCode.OK);
            (await arm.Send(HttpMethod.Delete, AccountSteps.Account("devbatchaccount2"))).Expect(HttpStatusCode.Accepted);
        }

        await using var second = await AccountSteps.Start(new() { Location = folder.Path });
        using var again = new ResourceManagerClient(second);
        using var third = new EmulatorClient(second.HttpAddress, "third", key);
        Assert.Single((await third.Get("/jobs")).Expect(HttpStatusCode.OK).Ids);
        Assert.Equal("yes", (await again.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount1"))).Json.GetProperty("tags").GetProperty("kept").GetString());
        (await again.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount2"))).Expect(HttpStatusCode.NotFound);

        (await third.Control(second, HttpMethod.Post, "reset")).Expect(HttpStatusCode.OK);
        (await again.Send(HttpMethod.Get, AccountSteps.Account("third"))).Expect(HttpStatusCode.NotFound);
        (await again.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount2"))).Expect(HttpStatusCode.OK);
    }
}
