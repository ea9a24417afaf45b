using System.Net;
using Autobatch.Emulator.Tests.Contract;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Operations about what an emulator does not have: images, machines, certificates.</summary>
public sealed class SimulatedOperationTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Certificate = "/certificates(thumbprintAlgorithm=sha1,thumbprint=ab12)";
    private const string Extensions = ""","virtualMachineConfiguration":{"imageReference":{"publisher":"a"},"nodeAgentSKUId":"b","extensions":[{"name":"Monitor","publisher":"p","type":"t","settings":{"a":1},"protectedSettings":{"key":"secret"}}]}""";
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task Images_are_listed_and_filtered_and_have_the_agent_of_the_backends_pools()
    {
        var all = (await _client.Get("/supportedimages")).Expect(HttpStatusCode.OK).Json;
        var ours = (await _client.Get("/supportedimages?$filter=nodeAgentSKUId eq 'batch.node.ubuntu 24.04' and osType eq 'linux' and verificationType eq 'verified'")).Json.GetProperty("value");
        var page = (await _client.Get("/supportedimages?maxresults=2&$filter=osType eq 'windows'")).Json;

        Assert.EndsWith("$metadata#supportedimages", all.Text("odata.metadata"), StringComparison.Ordinal);
        Assert.All(all.GetProperty("value").EnumerateArray(), image => Assert.Empty(OperationContractTests.Missing("BatchSupportedImage", image)));
        // The second is Nextflow's, which makes no pool of an image that is not listed.
        Assert.Equal(
            [("canonical", "ubuntu-24_04-lts", "server", "latest"), ("microsoft-dsvm", "ubuntu-hpc", "2404", "latest")],
            ours.EnumerateArray().Select(item => item.GetProperty("imageReference")).Select(image => (image.Text("publisher"), image.Text("offer"), image.Text("sku"), image.Text("version"))));
        Assert.Equal(2, page.GetProperty("value").GetArrayLength());
        Assert.Single((await _client.Get(new Uri(page.Text("odata.nextLink")).PathAndQuery)).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray());
    }

    [Fact]
    public async Task A_node_has_an_address_of_its_own_for_logins_and_no_remote_desktop_file()
    {
        var pool = await _client.Pool(nodes: 2);
        var nodes = (await _client.Get($"/pools/{pool}/nodes")).Ids.ToList();

        var settings = new List<System.Text.Json.JsonElement>();
        foreach (var node in nodes)
        {
            settings.Add((await _client.Get($"/pools/{pool}/nodes/{node}/remoteloginsettings")).Expect(HttpStatusCode.OK).Json);
        }

        Assert.Equal(2, settings.Select(setting => setting.Number("remoteLoginPort")).Distinct().Count());
        Assert.Equal(
            (await _client.Get($"/pools/{pool}/nodes")).Json.GetProperty("value").EnumerateArray().Select(node => node.Text("ipAddress")),
            settings.Select(setting => setting.Text("remoteLoginIPAddress")));
        Assert.Equal("OperationNotValidOnNode", (await _client.Get($"/pools/{pool}/nodes/{nodes[0]}/rdp?api-version=2022-10-01.16.0")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("NodeNotFound", (await _client.Get($"/pools/{pool}/nodes/absent/remoteloginsettings")).Expect(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task Extensions_of_the_pool_are_on_its_nodes_without_their_secrets()
    {
        var pool = await _client.Pool(more: Extensions);
        var node = (await _client.NodeIs(pool, "idle")).Id();

        var list = (await _client.Get($"/pools/{pool}/nodes/{node}/extensions")).Expect(HttpStatusCode.OK);
        var one = (await _client.Get($"/pools/{pool}/nodes/{node}/extensions/monitor?$select=provisioningState,vmExtension")).Expect(HttpStatusCode.OK);

        Assert.Equal("ProvisioningState/succeeded", list.Json.GetProperty("value")[0].GetProperty("instanceView").GetProperty("statuses")[0].Text("code"));
        Assert.Equal(("Succeeded", "Monitor"), (one.Json.Text("provisioningState"), one.Json.GetProperty("vmExtension").Text("name")));
        Assert.False(one.Json.TryGetProperty("instanceView", out _));
        Assert.DoesNotContain("secret", list.Text + one.Text + (await _client.Get($"/pools/{pool}")).Text, StringComparison.Ordinal);
        (await _client.Get($"/pools/{pool}/nodes/{node}/extensions/absent")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task There_are_no_certificates_and_none_can_be_added()
    {
        Assert.Empty((await _client.Get("/certificates?api-version=2022-10-01.16.0")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray());
        Assert.Equal("CertificateNotFound", (await _client.Get(Certificate)).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("CertificateNotFound", (await _client.Delete(Certificate)).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("CertificateNotFound", (await _client.Post(Certificate + "/canceldelete")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("InvalidUri", (await _client.Get("/certificates(ab12)")).Expect(HttpStatusCode.BadRequest).Code);
        var refused = (await _client.Post("/certificates", """{"thumbprint":"ab12","thumbprintAlgorithm":"sha1","data":"AAAA"}""")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("UnsupportedProperty", refused.Code);
        Assert.Contains("retired", refused.Text, StringComparison.Ordinal);
    }
}
