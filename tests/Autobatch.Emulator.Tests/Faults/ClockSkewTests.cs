using System.Globalization;
using System.Net;
using Autobatch.Emulator.Tests.Access;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Azure;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>The service's clock is wrong, as far as clients and Azure Storage see it.</summary>
public sealed class ClockSkewTests(AzuriteFixture azurite) : AccessTest(new() { StorageConnectionString = azurite.ConnectionString })
{
    [Theory]
    [InlineData("PT16M", false)]
    [InlineData("-PT16M", false)]
    [InlineData("PT10M", true)]
    public async Task Dates_are_compared_with_the_clock_that_is_wrong(string by, bool accepted)
    {
        await Client.Rule(Host, "clock", $$"""{"kind":"clockSkew","by":"{{by}}"}""");

        var answer = await Client.Get("/jobs");

        answer.Expect(accepted ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        var date = DateTimeOffset.ParseExact(answer.Headers["Date"], "r", CultureInfo.InvariantCulture);
        var skew = System.Xml.XmlConvert.ToTimeSpan(by);
        Assert.InRange(date - TimeProvider.System.GetUtcNow() - skew, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        await Client.NoRules(Host);
        (await Client.Get("/jobs")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("PT2H", false)]
    [InlineData("-PT10M", false)]
    [InlineData("PT30M", true)]
    public async Task Tokens_are_too_old_or_too_new_then(string by, bool accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.HttpAddress, "/_emulator/identity/token?resource=https://management.azure.com/"));
        request.Headers.Add("X-IDENTITY-HEADER", WellKnown.IdentityHeader);
        var token = (await Client.SendRaw(request)).Expect(HttpStatusCode.OK).Json.GetProperty("access_token").GetString()!;
        await Client.Rule(Host, "clock", $$"""{"kind":"clockSkew","by":"{{by}}"}""");

        var answer = await Arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount1"), token: token);

        answer.Expect(accepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        (await Arm.Send(HttpMethod.Get, AccountSteps.Account("devbatchaccount1"))).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("PT1H")]
    [InlineData("-PT5H")]
    public async Task A_package_cannot_be_sent_by_a_signature_of_another_time(string by)
    {
        await Client.Rule(Host, "clock", $$"""{"kind":"clockSkew","by":"{{by}}"}""");

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Arm.Package());

        Assert.Equal(403, refused.Status);
        await Client.NoRules(Host);
        await Arm.Package();
    }

    [Fact]
    public async Task Times_of_the_state_stay_true()
    {
        await Client.Rule(Host, "clock", """{"kind":"clockSkew","by":"-PT10M"}""");

        var pool = await Client.Pool(nodes: 0);

        Assert.InRange((await Client.Get($"/pools/{pool}")).Json.GetProperty("creationTime").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(1));
    }
}
