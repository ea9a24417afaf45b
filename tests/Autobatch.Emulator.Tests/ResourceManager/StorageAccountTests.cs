using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>The configured storage accounts, as Resource Manager shows them.</summary>
public sealed class StorageAccountTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_configured_storage_accounts_are_listed_with_their_kinds_firewalls_and_namespaces()
    {
        await using var host = await AccountSteps.Start(new()
        {
            StorageConnectionString = azurite.ConnectionString,
            StorageAccounts =
            [
                new() { Name = "oldsa", Kind = "Storage", Location = "local2" },
                new() { Name = "hnssa", IsHnsEnabled = true },
                new() { Name = "wallsa", Firewall = true, ResourceGroup = "other" },
            ],
        });
        using var arm = new ResourceManagerClient(host);

        var all = (await arm.Send(HttpMethod.Get, "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Storage/storageAccounts")).Expect(HttpStatusCode.OK).Json.GetProperty("value");

        Assert.Equal(
            ["devstoreaccount1 StorageV2 local1 False Allow", "hnssa StorageV2 local1 True Allow", "oldsa Storage local2 False Allow", "wallsa StorageV2 local1 False Deny"],
            all.EnumerateArray().Select(Summary));
        Assert.Equal(3, (await arm.Send(HttpMethod.Get, AccountSteps.Group + "/Microsoft.Storage/storageAccounts")).Json.GetProperty("value").GetArrayLength());
        Assert.Equal("oldsa Storage local2 False Allow", Summary((await arm.Send(HttpMethod.Get, AccountSteps.Storage("oldsa"))).Expect(HttpStatusCode.OK).Json));
        Assert.Equal("ResourceNotFound", (await arm.Send(HttpMethod.Get, AccountSteps.Storage("wallsa"))).Expect(HttpStatusCode.NotFound).Error());
    }

    [Fact]
    public async Task The_endpoint_and_a_listed_key_open_the_blobs()
    {
        await using var host = await AccountSteps.Start(new() { StorageConnectionString = azurite.ConnectionString });
        using var arm = new ResourceManagerClient(host);
        var container = await azurite.CreateContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        var endpoint = (await arm.Send(HttpMethod.Get, AccountSteps.Storage("devstoreaccount1"))).Json.GetProperty("properties").GetProperty("primaryEndpoints").GetProperty("blob").GetString()!;
        var key = (await Keys(arm, "listKeys"))[0].GetProperty("value").GetString()!;

        var client = new BlobServiceClient(new Uri(endpoint), new StorageSharedKeyCredential("devstoreaccount1", key));

        Assert.True(await client.GetBlobContainerClient(container.Name).ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Regenerating_a_key_moves_its_time_and_survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        EmulatorOptions options = new() { Location = folder.Path, StorageConnectionString = azurite.ConnectionString };
        JsonElement[] after;
        await using (var host = await AccountSteps.Start(options))
        {
            using var arm = new ResourceManagerClient(host);
            var before = await Keys(arm, "listKeys");
            after = await Keys(arm, "regenerateKey", """{"keyName":"key1"}""");
            Assert.NotEqual(Created(before[0]), Created(after[0]));
            Assert.Equal(Created(before[1]), Created(after[1]));
            Assert.Equal("InvalidPropertyValue", (await arm.Send(HttpMethod.Post, AccountSteps.Storage("devstoreaccount1") + "/regenerateKey", """{"keyName":"key9"}""")).Expect(HttpStatusCode.BadRequest).Error());
        }

        await using var again = await AccountSteps.Start(options);
        using var client = new ResourceManagerClient(again);
        Assert.Equal(after.Select(Created), (await Keys(client, "listKeys")).Select(Created));
    }

    private static string? Created(JsonElement key) => key.GetProperty("creationTime").GetString();

    private static async Task<JsonElement[]> Keys(ResourceManagerClient arm, string operation, string? body = null) =>
        [.. (await arm.Send(HttpMethod.Post, $"{AccountSteps.Storage("devstoreaccount1")}/{operation}", body)).Expect(HttpStatusCode.OK).Json.GetProperty("keys").EnumerateArray()];

    private static string Summary(JsonElement account)
    {
        var properties = account.GetProperty("properties");
        return $"{account.GetProperty("name")} {account.GetProperty("kind")} {account.GetProperty("location")} {properties.GetProperty("isHnsEnabled").GetBoolean()} {properties.GetProperty("networkAcls").GetProperty("defaultAction")}";
    }
}
