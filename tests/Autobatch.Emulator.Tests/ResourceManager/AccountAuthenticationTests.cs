using System.Net;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>What the settings of an account say about who may use it.</summary>
public sealed class AccountAuthenticationTests
{
    [Fact]
    public async Task A_regenerated_key_replaces_one_key_only()
    {
        await using var host = await AccountSteps.Start(new());
        using var arm = new ResourceManagerClient(host);
        await arm.Create("third", """{"location":"local3"}""");
        var (primary, secondary) = await arm.Keys("third");

        var answered = (await arm.Send(HttpMethod.Post, AccountSteps.Account("third") + "/regenerateKeys", """{"keyName":"Primary"}""")).Expect(HttpStatusCode.OK).Json;

        var now = await arm.Keys("third");
        Assert.Equal(now.Primary, answered.GetProperty("primary").GetString());
        Assert.NotEqual(primary, now.Primary);
        Assert.Equal(secondary, now.Secondary);
        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK],
            [await Jobs(host, primary), await Jobs(host, now.Primary), await Jobs(host, secondary)]);
        Assert.Equal("InvalidPropertyValue", (await arm.Send(HttpMethod.Post, AccountSteps.Account("third") + "/regenerateKeys", """{"keyName":"Third"}""")).Expect(HttpStatusCode.BadRequest).Error());
    }

    [Fact]
    public async Task An_account_takes_the_authentication_modes_that_it_allows_and_no_others()
    {
        await using var host = await AccountSteps.Start(new());
        using var arm = new ResourceManagerClient(host);
        using var client = new EmulatorClient(host.HttpAddress);

        await Allow("""["AAD"]""");
        Assert.Equal("AuthenticationFailed", (await client.Get("/jobs")).Expect(HttpStatusCode.Forbidden).Code);
        (await arm.Send(HttpMethod.Get, "/devbatchaccount1/jobs")).Expect(HttpStatusCode.OK);
        Assert.Equal("InvalidRestAPIForAccountSetting", (await arm.Send(HttpMethod.Post, AccountSteps.Account("devbatchaccount1") + "/listKeys")).Expect(HttpStatusCode.Forbidden).Error());

        await Allow("""["SharedKey"]""");
        (await client.Get("/jobs")).Expect(HttpStatusCode.OK);
        (await arm.Send(HttpMethod.Get, "/devbatchaccount1/jobs")).Expect(HttpStatusCode.Forbidden);
        (await arm.Send(HttpMethod.Get, "/devbatchaccount2/jobs")).Expect(HttpStatusCode.OK);

        async Task Allow(string modes) =>
            (await arm.Send(HttpMethod.Patch, AccountSteps.Account("devbatchaccount1"), $$"""{"properties":{"allowedAuthenticationModes":{{modes}} } }""")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_in_the_users_subscription_takes_entra_only_and_shows_its_key_vault_and_no_core_quota()
    {
        await using var host = await AccountSteps.Start(new());
        using var arm = new ResourceManagerClient(host);
        var vault = """{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v","url":"https://v.vault.azure.net/"}""";

        var account = await arm.Create("usersub", $$"""{"location":"local3","properties":{"poolAllocationMode":"UserSubscription","keyVaultReference":{{vault}} } }""");

        var properties = account.GetProperty("properties");
        Assert.Equal(vault, properties.GetProperty("keyVaultReference").GetRawText());
        Assert.False(properties.TryGetProperty("dedicatedCoreQuota", out _));
        Assert.Equal("""["AAD","TaskAuthenticationToken"]""", properties.GetProperty("allowedAuthenticationModes").GetRawText());
        Assert.Equal("InvalidRestAPIForAccountSetting", (await arm.Send(HttpMethod.Post, AccountSteps.Account("usersub") + "/listKeys")).Expect(HttpStatusCode.Forbidden).Error());
        Assert.Equal("InvalidPropertyValue", (await arm.Send(HttpMethod.Patch, AccountSteps.Account("usersub"), """{"properties":{"allowedAuthenticationModes":["SharedKey"]}}""")).Expect(HttpStatusCode.BadRequest).Error());
        (await arm.Send(HttpMethod.Get, "/usersub/jobs")).Expect(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> Jobs(EmulatorHost host, string key)
    {
        using var client = new EmulatorClient(host.HttpAddress, "third", key);
        return (await client.Get("/jobs")).Status;
    }
}
