using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>The storage account of a Batch account is linked, changed, synchronised and unlinked.</summary>
public sealed class AccountLinkTests
{
    private static readonly EmulatorOptions s_options = new() { StorageAccounts = [new() { Name = "othersa", Location = "local2" }] };

    [Fact]
    public async Task A_link_is_made_changed_and_taken_away_by_patch()
    {
        await using var host = await AccountSteps.Start(s_options);
        using var arm = new ResourceManagerClient(host);

        var linked = (await Patch(arm, Link("othersa"))).Expect(HttpStatusCode.OK);
        Assert.Equal(AccountSteps.Storage("othersa"), linked.Json.GetProperty("properties").GetProperty("autoStorage").GetProperty("storageAccountId").GetString());
        Assert.NotEqual(linked.Headers["ETag"], (await Patch(arm, Link("devstoreaccount1"))).Expect(HttpStatusCode.OK).Headers["ETag"]);

        Assert.Equal("InvalidPropertyValue", (await Patch(arm, Link("nowhere"))).Expect(HttpStatusCode.BadRequest).Error());
        Assert.Equal("devstoreaccount1", (await AutoStorage(arm)).GetProperty("storageAccountId").GetString()!.Split('/')[^1]);

        var unlinked = (await Patch(arm, """{"properties":{"autoStorage":{"storageAccountId":""}}}""")).Expect(HttpStatusCode.OK).Json;
        Assert.False(unlinked.GetProperty("properties").TryGetProperty("autoStorage", out _));
        var application = AccountSteps.Account("devbatchaccount1") + "/applications/tool";
        (await arm.Send(HttpMethod.Put, application, "{}")).Expect(HttpStatusCode.OK);
        Assert.Equal("AutoStorageNotConfigured", (await arm.Send(HttpMethod.Put, application + "/versions/1")).Expect(HttpStatusCode.Conflict).Error());
        Assert.Equal("AutoStorageNotConfigured", (await arm.Send(HttpMethod.Post, AccountSteps.Account("devbatchaccount1") + "/syncAutoStorageKeys")).Expect(HttpStatusCode.Conflict).Error());
    }

    [Fact]
    public async Task A_link_by_identity_needs_an_identity_of_the_account()
    {
        await using var host = await AccountSteps.Start(s_options);
        using var arm = new ResourceManagerClient(host);
        var byIdentity = $$"""{"storageAccountId":"{{AccountSteps.Storage("othersa")}}","authenticationMode":"BatchAccountManagedIdentity","nodeIdentityReference":{"resourceId":"/an/identity"} }""";

        Assert.Equal("InvalidPropertyValue", (await Patch(arm, $$"""{"properties":{"autoStorage":{{byIdentity}} } }""")).Expect(HttpStatusCode.BadRequest).Error());
        (await Patch(arm, $$"""{"identity":{"type":"SystemAssigned"},"properties":{"autoStorage":{{byIdentity}} } }""")).Expect(HttpStatusCode.OK);

        var link = await AutoStorage(arm);
        Assert.Equal(("BatchAccountManagedIdentity", "/an/identity"), (link.GetProperty("authenticationMode").GetString(), link.GetProperty("nodeIdentityReference").GetProperty("resourceId").GetString()));
    }

    [Fact]
    public async Task Keys_are_synchronised_and_the_time_of_it_is_shown()
    {
        await using var host = await AccountSteps.Start(s_options);
        using var arm = new ResourceManagerClient(host);
        var before = (await AutoStorage(arm)).GetProperty("lastKeySync").GetDateTimeOffset();

        (await arm.Send(HttpMethod.Post, AccountSteps.Account("devbatchaccount1") + "/syncAutoStorageKeys")).Expect(HttpStatusCode.NoContent);

        Assert.True((await AutoStorage(arm)).GetProperty("lastKeySync").GetDateTimeOffset() > before);
    }

    private static string Link(string storage) => $$"""{"properties":{"autoStorage":{"storageAccountId":"{{AccountSteps.Storage(storage)}}"} } }""";

    private static Task<Answer> Patch(ResourceManagerClient arm, string body) => arm.Send(HttpMethod.Patch, AccountSteps.Account("devbatchaccount1"), body);

    private static async Task<JsonElement> AutoStorage(ResourceManagerClient arm) =>
        (await arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount1"))).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("autoStorage");
}
