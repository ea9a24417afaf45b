using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>Pools through Resource Manager: the same pools as those of the data plane, in another shape.</summary>
public sealed class ArmPoolTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>, IDisposable
{
    private const string Machine = """ "deploymentConfiguration":{"virtualMachineConfiguration":{"imageReference":{"publisher":"p","offer":"o","sku":"s"},"nodeAgentSkuId":"a"} } """;
    private readonly ResourceManagerClient _arm = new(emulator.Host);
    private readonly EmulatorClient _client = emulator.Client;

    public void Dispose() => _arm.Dispose();

    [Fact]
    public async Task A_pool_is_made_in_the_shape_of_this_plane_and_is_the_same_on_the_data_plane()
    {
        var id = EmulatorFixture.UniqueId("pool");
        var made = (await Put(id, $$"""
            {"identity":{"type":"UserAssigned","userAssignedIdentities":{"/the/identity":{} } },"tags":{"a":"b"},
             "properties":{"vmSize":"STANDARD_D2_V2","displayName":"mine",{{Machine}},"interNodeCommunication":"enabled","taskSlotsPerNode":2,"taskSchedulingPolicy":{"nodeFillType":"pack"},
              "scaleSettings":{"fixedScale":{"targetDedicatedNodes":1,"resizeTimeout":"PT10M"} },
              "userAccounts":[{"name":"u","password":"secret","elevationLevel":"admin"}],
              "startTask":{"commandLine":"/bin/true"} } }
            """)).Expect(HttpStatusCode.OK);
        Assert.Equal(("Succeeded", "Resizing"), States(made.Json));
        Assert.StartsWith("W/\"0x", made.Headers["ETag"], StringComparison.Ordinal);

        await _client.NodeIs(id, "idle");
        await _client.PoolIsSteady(id);
        var pool = (await Get(id)).Json;
        Assert.Equal($"{AccountSteps.Account("devbatchaccount1")}/pools/{id}", pool.GetProperty("id").GetString());
        var shown = pool.GetProperty("properties");
        Assert.Equal(("Succeeded", "Steady"), States(pool));
        Assert.Equal(("STANDARD_D2_V2", "mine", "Enabled"), (Text(shown, "vmSize"), Text(shown, "displayName"), Text(shown, "interNodeCommunication")));
        Assert.Equal("""{"fixedScale":{"targetDedicatedNodes":1,"targetLowPriorityNodes":0,"resizeTimeout":"PT10M"}}""", shown.GetProperty("scaleSettings").GetRawText());
        Assert.Equal((1, 0, 2), (shown.Number("currentDedicatedNodes"), shown.Number("currentLowPriorityNodes"), shown.Number("taskSlotsPerNode")));
        Assert.Equal("""{"nodeFillType":"Pack"}""", shown.GetProperty("taskSchedulingPolicy").GetRawText());
        Assert.Equal("""[{"name":"u","elevationLevel":"Admin"}]""", shown.GetProperty("userAccounts").GetRawText());
        Assert.Equal("""{"autoUser":{"scope":"Pool","elevationLevel":"NonAdmin"}}""", shown.GetProperty("startTask").GetProperty("userIdentity").GetRawText());
        Assert.Equal((1, "Requeue"), (shown.GetProperty("resizeOperationStatus").Number("targetDedicatedNodes"), Text(shown.GetProperty("resizeOperationStatus"), "nodeDeallocationOption")));
        Assert.Equal("""{"type":"UserAssigned","userAssignedIdentities":{"/the/identity":{}}}""", pool.GetProperty("identity").GetRawText());
        Assert.Equal("b", pool.GetProperty("tags").GetProperty("a").GetString());

        var same = (await _client.Get($"/pools/{id}")).Expect(HttpStatusCode.OK).Json;
        Assert.True(same.GetProperty("enableInterNodeCommunication").GetBoolean());
        Assert.Equal("/the/identity", same.GetProperty("identity").GetProperty("userAssignedIdentities")[0].GetProperty("resourceId").GetString());
        Assert.DoesNotContain("secret", same.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_plane_shows_a_pool_in_its_own_words()
    {
        var id = EmulatorFixture.UniqueId("pool");
        (await Put(id, """
            {"properties":{"vmSize":"a","deploymentConfiguration":{"virtualMachineConfiguration":{"imageReference":{"id":"/the/image"},"nodeAgentSkuId":"agent"}},
             "networkConfiguration":{"dynamicVnetAssignmentScope":"none","endpointConfiguration":{"inboundNatPools":[{"name":"ssh","protocol":"TCP","backendPort":22,"frontendPortRangeStart":1000,"frontendPortRangeEnd":2000}]}},
             "startTask":{"commandLine":"/bin/true","userIdentity":{"userName":"u"}}}}
            """)).Expect(HttpStatusCode.OK);

        var same = (await _client.Get($"/pools/{id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("""{"imageReference":{"virtualMachineImageId":"/the/image"},"nodeAgentSKUId":"agent"}""", same.GetProperty("virtualMachineConfiguration").GetRawText());
        Assert.Equal("""{"dynamicVNetAssignmentScope":"none","endpointConfiguration":{"inboundNATPools":[{"name":"ssh","protocol":"TCP","backendPort":22,"frontendPortRangeStart":1000,"frontendPortRangeEnd":2000}]}}""", same.GetProperty("networkConfiguration").GetRawText());
        Assert.Equal("""{"username":"u"}""", same.GetProperty("startTask").GetProperty("userIdentity").GetRawText());

        var shown = (await Get(id)).Json.GetProperty("properties");
        Assert.Equal("""{"virtualMachineConfiguration":{"imageReference":{"id":"/the/image"},"nodeAgentSkuId":"agent"}}""", shown.GetProperty("deploymentConfiguration").GetRawText());
        Assert.Equal("""{"dynamicVnetAssignmentScope":"none","endpointConfiguration":{"inboundNatPools":[{"name":"ssh","protocol":"TCP","backendPort":22,"frontendPortRangeStart":1000,"frontendPortRangeEnd":2000}]}}""", shown.GetProperty("networkConfiguration").GetRawText());
        Assert.Equal("""{"userName":"u"}""", shown.GetProperty("startTask").GetProperty("userIdentity").GetRawText());
    }

    [Fact]
    public async Task A_pool_of_the_data_plane_is_shown_and_what_was_shown_can_be_put_back()
    {
        var id = await _client.Pool(more: ""","metadata":[{"name":"a","value":"b"}]""");

        var shown = await Get(id);
        var again = (await Put(id, shown.Text)).Expect(HttpStatusCode.OK);

        Assert.Equal(shown.Json.GetProperty("properties").GetProperty("metadata").GetRawText(), again.Json.GetProperty("properties").GetProperty("metadata").GetRawText());
        Assert.NotEqual(shown.Headers["ETag"], again.Headers["ETag"]);
        Assert.Equal(("Succeeded", "Steady"), States(again.Json));
        Assert.Equal("b", (await _client.Get($"/pools/{id}")).Json.GetProperty("metadata")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_changed_size_is_a_resize_and_a_formula_switches_autoscale_on()
    {
        var id = await Empty();
        Assert.Equal("Resizing", States((await Patch(id, Scale("""{"fixedScale":{"targetDedicatedNodes":2}}"""))).Expect(HttpStatusCode.OK).Json).Allocation);
        Assert.Equal(2, (await _client.PoolIsSteady(id)).Number("currentDedicatedNodes"));

        var scaling = (await Patch(id, Scale("""{"autoScale":{"formula":"$TargetDedicatedNodes=1;","evaluationInterval":"PT5M"}}"""))).Expect(HttpStatusCode.OK).Json.GetProperty("properties");
        Assert.Equal("""{"autoScale":{"formula":"$TargetDedicatedNodes=1;","evaluationInterval":"PT5M"}}""", scaling.GetProperty("scaleSettings").GetRawText());
        Assert.Contains("$TargetDedicatedNodes=1", Text(scaling.GetProperty("autoScaleRun"), "results"), StringComparison.Ordinal);
        Assert.Equal(1, (await _client.PoolIsSteady(id)).Number("currentDedicatedNodes"));

        Assert.True((await Post(id, "disableAutoScale")).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("scaleSettings").TryGetProperty("fixedScale", out _));
        Assert.Equal("OperationNotValidOnPool", (await Post(id, "disableAutoScale")).Expect(HttpStatusCode.Conflict).Error());
        Assert.Equal("OperationInvalidForCurrentState", (await Post(id, "stopResize")).Expect(HttpStatusCode.Conflict).Error());
    }

    [Fact]
    public async Task A_resize_can_be_stopped_and_no_other_begins_meanwhile()
    {
        var id = await Empty();
        (await _client.Control(emulator.Host, HttpMethod.Put, "faults", $$"""{"rules":[{"kind":"allocationDelay","poolId":"{{id}}","delay":"PT1H"}]}""")).Expect(HttpStatusCode.OK);
        (await Patch(id, Scale("""{"fixedScale":{"targetDedicatedNodes":2}}"""))).Expect(HttpStatusCode.OK);

        Assert.Equal("PoolBeingResized", (await Patch(id, Scale("""{"fixedScale":{"targetDedicatedNodes":3}}"""))).Expect(HttpStatusCode.Conflict).Error());
        (await Patch(id, """{"properties":{"displayName":"still"}}""")).Expect(HttpStatusCode.OK);
        Assert.Equal("Stopping", States((await Post(id, "stopResize")).Expect(HttpStatusCode.OK).Json).Allocation);

        await _client.PoolIsSteady(id);
        var error = (await Get(id)).Json.GetProperty("properties").GetProperty("resizeOperationStatus").GetProperty("errors")[0];
        Assert.Equal("ResizeStopped", Text(error, "code"));
    }

    [Fact]
    public async Task Conditions_hold_for_changes()
    {
        var id = EmulatorFixture.UniqueId("pool");
        Assert.Equal("ConditionNotMet", (await Put(id, Body(), ("If-Match", "*"))).Expect(HttpStatusCode.PreconditionFailed).Error());
        var etag = (await Put(id, Body(), ("If-None-Match", "*"))).Expect(HttpStatusCode.OK).Headers["ETag"];
        await _client.PoolIsSteady(id);
        Assert.Equal("ConditionNotMet", (await Put(id, Body(), ("If-None-Match", "*"))).Expect(HttpStatusCode.PreconditionFailed).Error());
        Assert.Equal("ConditionNotMet", (await Patch(id, """{"properties":{"displayName":"a"}}""", ("If-Match", etag))).Expect(HttpStatusCode.PreconditionFailed).Error());

        (await Patch(id, """{"properties":{"displayName":"a"}}""", ("If-Match", (await Get(id)).Headers["ETag"]))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_deletion_is_followed_to_its_end()
    {
        var id = await _client.Pool();

        var accepted = await Send(HttpMethod.Delete, id);

        accepted.Expect(HttpStatusCode.Accepted);
        await Batch.Until(async () => (await _arm.Follow(accepted)).Status == HttpStatusCode.OK, "the pool is gone");
        Assert.Equal("PoolNotFound", (await Send(HttpMethod.Get, id)).Expect(HttpStatusCode.NotFound).Error());
        (await Send(HttpMethod.Delete, id)).Expect(HttpStatusCode.NoContent);
        (await Put(id, Body())).Expect(HttpStatusCode.OK);
        (await _arm.Follow(accepted)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Lists_are_filtered_selected_and_paged()
    {
        string[] ids = [await Empty(), await Empty()];
        Array.Sort(ids, StringComparer.OrdinalIgnoreCase);
        var filter = $"$filter=name%20eq%20'{ids[0]}'%20or%20name%20eq%20'{ids[1]}'";

        var first = (await Send(HttpMethod.Get, $"?{filter}&maxresults=1&$select=properties/vmSize,properties/allocationState")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([ids[0]], first.GetProperty("value").EnumerateArray().Select(pool => Text(pool, "name")));
        Assert.Equal("""{"allocationState":"Steady","vmSize":"STANDARD_D2"}""", first.GetProperty("value")[0].GetProperty("properties").GetRawText());
        var next = new Uri(first.GetProperty("nextLink").GetString()!);
        var second = (await _arm.Send(HttpMethod.Get, next.PathAndQuery.Replace("&api-version=2025-06-01", "", StringComparison.Ordinal))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([ids[1]], second.GetProperty("value").EnumerateArray().Select(pool => Text(pool, "name")));

        Assert.Equal("InvalidQueryParameterValue", (await Send(HttpMethod.Get, "?$filter=vmSize%20eq%20'a'")).Expect(HttpStatusCode.BadRequest).Error());
        Assert.Equal("InvalidQueryParameterValue", (await Send(HttpMethod.Get, "?$select=name")).Expect(HttpStatusCode.BadRequest).Error());
    }

    [Fact]
    public async Task A_pool_has_what_older_versions_know_of_it()
    {
        var id = EmulatorFixture.UniqueId("pool");
        (await Put(id, $$"""{"properties":{"vmSize":"a",{{Machine}},"targetNodeCommunicationMode":"classic","certificates":[],"applicationLicenses":["x"],"resourceTags":{"a":"b"} } }""")).Expect(HttpStatusCode.OK);

        var shown = (await Get(id)).Json;
        var properties = shown.GetProperty("properties");
        Assert.Equal(("Classic", "Classic", "b"), (Text(properties, "targetNodeCommunicationMode"), Text(properties, "currentNodeCommunicationMode"), Text(shown.GetProperty("tags"), "a")));
        Assert.Equal("x", properties.GetProperty("applicationLicenses")[0].GetString());
        Assert.Equal("classic", (await _client.Get($"/pools/{id}")).Json.GetProperty("targetNodeCommunicationMode").GetString());

        (await Send(HttpMethod.Patch, id, """{"properties":{"targetNodeCommunicationMode":"Default"}}""")).Expect(HttpStatusCode.OK);
        properties = (await Get(id)).Json.GetProperty("properties");
        Assert.Equal(("Default", "Simplified"), (Text(properties, "targetNodeCommunicationMode"), Text(properties, "currentNodeCommunicationMode")));
    }

    [Theory]
    [InlineData("{}", "MissingRequiredProperty")]
    [InlineData("""{"properties":{"vmSize":"a","certificates":[{"id":"x"}]}}""", "UnsupportedProperty")]
    [InlineData("""{"properties":{"vmSize":"a","targetNodeCommunicationMode":"loud"}}""", "InvalidPropertyValue")]
    [InlineData("""{"properties":{}}""", "MissingRequiredProperty")]
    [InlineData("""{"properties":{"vmSize":"a","targetDedicatedNodes":1}}""", "InvalidRequestBody")]
    [InlineData("""{"properties":{"vmSize":"a","scaleSettings":{"fixedScale":{},"autoScale":{"formula":"a=1;"}}}}""", "InvalidPropertyValue")]
    [InlineData("""{"properties":{"vmSize":"a","scaleSettings":{"autoScale":{"formula":"a="}}}}""", "AutoScalingFormulaSyntaxError")]
    [InlineData("""{"properties":{"vmSize":"a","scaleSettings":{"fixedScale":{"resizeTimeout":"PT1S"}}}}""", "InvalidPropertyValue")]
    [InlineData("""{"properties":{"vmSize":"a","deploymentConfiguration":{"virtualMachineConfiguration":{"nodeAgentSkuId":"a"}}}}""", "MissingRequiredProperty")]
    [InlineData("""{"properties":{"vmSize":"a","mountConfiguration":[{"azureFileShareConfiguration":{}}]}}""", "UnsupportedProperty")]
    [InlineData("""{"identity":{"type":"SystemAssigned"},"properties":{"vmSize":"a"}}""", "InvalidPropertyValue")]
    [InlineData("""{"identity":{"type":"UserAssigned"},"properties":{"vmSize":"a"}}""", "InvalidPropertyValue")]
    public async Task A_wrong_body_is_refused_and_makes_no_pool(string body, string code)
    {
        var id = EmulatorFixture.UniqueId("pool");

        Assert.Equal(code, (await Put(id, body)).Expect(HttpStatusCode.BadRequest).Error());

        (await Send(HttpMethod.Get, id)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_package_that_is_missing_and_a_name_that_is_none_are_refused()
    {
        Assert.Equal("InvalidApplicationPackageReferences", (await Put("pool-x", """{"properties":{"vmSize":"a","applicationPackages":[{"id":"/x/applications/none"}]}}""")).Expect(HttpStatusCode.Conflict).Error());
        Assert.Equal("InvalidResourceName", (await Put("a%20b", Body())).Expect(HttpStatusCode.BadRequest).Error());
    }

    [Fact]
    public async Task Identities_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        var path = AccountSteps.Account("devbatchaccount1") + "/pools/kept";
        await using (var host = await AccountSteps.Start(new() { Location = folder.Path }))
        {
            using var arm = new ResourceManagerClient(host);
            (await arm.Send(HttpMethod.Put, path, """{"identity":{"type":"UserAssigned","userAssignedIdentities":{"/the/identity":{}}},"properties":{"vmSize":"a"}}""")).Expect(HttpStatusCode.OK);
        }

        await using var again = await AccountSteps.Start(new() { Location = folder.Path });
        using var client = new ResourceManagerClient(again);
        Assert.True((await client.Send(HttpMethod.Get, path)).Expect(HttpStatusCode.OK).Json.GetProperty("identity").GetProperty("userAssignedIdentities").TryGetProperty("/the/identity", out _));
    }

    private static string Body() => """{"properties":{"vmSize":"STANDARD_D2"}}""";

    private static string Scale(string settings) => $$"""{"properties":{"scaleSettings":{{settings}}} }""";

    private static string? Text(JsonElement value, string property) => value.GetProperty(property).GetString();

    private static (string? Provisioning, string? Allocation) States(JsonElement pool) => (Text(pool.GetProperty("properties"), "provisioningState"), Text(pool.GetProperty("properties"), "allocationState"));

    private async Task<string> Empty()
    {
        var id = EmulatorFixture.UniqueId("pool");
        (await Put(id, Body())).Expect(HttpStatusCode.OK);
        await _client.PoolIsSteady(id);
        return id;
    }

    private async Task<Answer> Get(string id) => (await Send(HttpMethod.Get, id)).Expect(HttpStatusCode.OK);

    private Task<Answer> Put(string id, string body, (string Name, string Value)? header = null) => Send(HttpMethod.Put, id, body, header);

    private Task<Answer> Patch(string id, string body, (string Name, string Value)? header = null) => Send(HttpMethod.Patch, id, body, header);

    private Task<Answer> Post(string id, string action) => Send(HttpMethod.Post, $"{id}/{action}");

    private Task<Answer> Send(HttpMethod method, string id, string? body = null, (string Name, string Value)? header = null) =>
        _arm.Send(method, $"{AccountSteps.Account("devbatchaccount1")}/pools{(id.StartsWith('?') ? id : "/" + id)}", body, header: header);
}
