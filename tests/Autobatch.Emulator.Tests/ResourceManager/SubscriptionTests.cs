using System.Net;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>What management clients ask around Batch accounts, and the networks of an account.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
    private EmulatorHost? _host;
    private ResourceManagerClient? _arm;

    public async ValueTask InitializeAsync()
    {
        _host = await AccountSteps.Start(new());
        _arm = new(_host);
    }

    public async ValueTask DisposeAsync()
    {
        _arm?.Dispose();
        await _host!.DisposeAsync();
    }

    [Theory]
    [InlineData("/tenants", "tenantId", "00000000-0000-0000-0000-000000000001")]
    [InlineData("/subscriptions", "subscriptionId", "00000000-0000-0000-0000-000000000000")]
    [InlineData(Subscription + "/locations", "name", "local1")]
    [InlineData(Subscription + "/resourceGroups", "name", "local")]
    [InlineData(Subscription + "/resources", "type", "Microsoft.Storage/storageAccounts")]
    [InlineData(Subscription + "/resourceGroups/local/resources", "type", "Microsoft.Batch/batchAccounts")]
    [InlineData(Subscription + "/providers", "namespace", "Microsoft.Batch")]
    [InlineData("/providers/Microsoft.Batch/operations", "name", "Microsoft.Batch/batchAccounts/applications/delete")]
    [InlineData(ResourceManagerClient.Account + "/privateLinkResources", "name", "batchAccount")]
    [InlineData(ResourceManagerClient.Account + "/detectors", "name", "poolsAndNodes")]
    [InlineData(ResourceManagerClient.Account + "/outboundNetworkDependenciesEndpoints", "category", "Azure Batch")]
    public async Task A_list_has_what_there_is(string path, string property, string value)
    {
        var list = (await Get(path)).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray();

        Assert.Contains(value, list.Select(item => item.Text(property)));
    }

    [Fact]
    public async Task Resources_are_counted_by_their_type_and_region()
    {
        var filter = Uri.EscapeDataString("resourceType eq 'Microsoft.Batch/batchAccounts' and location eq 'LOCAL2'");

        var found = (await Get($"{Subscription}/resources?$filter={filter}")).Expect(HttpStatusCode.OK).Json.GetProperty("value");

        Assert.Equal("devbatchaccount2", Assert.Single(found.EnumerateArray()).Text("name"));
        (await Get($"{Subscription}/resources?$filter=kind%20eq%20'x'")).Expect(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("local", """{"location":"local1"}""", HttpStatusCode.OK, null)]
    [InlineData("local", """{"location":"local1","tags":{"a":"b"}}""", HttpStatusCode.BadRequest, "UnsupportedProperty")]
    [InlineData("absent", """{"location":"local1"}""", HttpStatusCode.NotFound, "ResourceGroupNotFound")]
    public async Task A_group_that_is_there_may_be_made_again(string group, string body, HttpStatusCode status, string? code)
    {
        var answer = (await _arm!.Send(HttpMethod.Put, $"{Subscription}/resourceGroups/{group}", body)).Expect(status).Json;

        Assert.Equal(code ?? group, code is null ? answer.Text("name") : answer.GetProperty("error").Text("code"));
    }

    [Theory]
    [InlineData(ResourceManagerClient.Account, "2019-08-01", HttpStatusCode.OK)]
    [InlineData(ResourceManagerClient.Account, "2018-12-01", HttpStatusCode.BadRequest)]
    [InlineData(Subscription, "2016-06-01", HttpStatusCode.OK)]
    [InlineData(Subscription, "latest", HttpStatusCode.BadRequest)]
    public async Task Versions_of_old_clients_are_taken(string path, string version, HttpStatusCode status)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_host!.HttpAddress, $"{path}?api-version={version}"));
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);
        using HttpClient http = new();
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(Subscription, "displayName", "Emulator")]
    [InlineData(Subscription + "/resourceGroups/LOCAL", "name", "local")]
    [InlineData(Subscription + "/providers/microsoft.batch", "registrationState", "Registered")]
    [InlineData(ResourceManagerClient.Account + "/privateLinkResources/nodeManagement", "name", "nodeManagement")]
    [InlineData(ResourceManagerClient.Account + "/detectors/poolsandnodes", "name", "poolsAndNodes")]
    public async Task One_of_them_is_as_it_is_in_the_list(string path, string property, string value) => Assert.Equal(value, (await Get(path)).Expect(HttpStatusCode.OK).Json.Text(property));

    [Theory]
    [InlineData("GET", Subscription + "/resourceGroups/absent", HttpStatusCode.NotFound, "ResourceGroupNotFound")]
    [InlineData("GET", "/subscriptions/00000000-0000-0000-0000-0000000000ff", HttpStatusCode.NotFound, "SubscriptionNotFound")]
    [InlineData("GET", Subscription + "/providers/Microsoft.Nothing", HttpStatusCode.NotFound, "InvalidResourceNamespace")]
    [InlineData("GET", ResourceManagerClient.Account + "/detectors/absent", HttpStatusCode.NotFound, "ResourceNotFound")]
    [InlineData("GET", ResourceManagerClient.Account + "/privateLinkResources/absent", HttpStatusCode.NotFound, "ResourceNotFound")]
    [InlineData("GET", ResourceManagerClient.Account + "/privateEndpointConnections/absent", HttpStatusCode.NotFound, "ResourceNotFound")]
    [InlineData("PATCH", ResourceManagerClient.Account + "/privateEndpointConnections/absent", HttpStatusCode.NotFound, "ResourceNotFound")]
    [InlineData("GET", ResourceManagerClient.Account + "/networkSecurityPerimeterConfigurations/absent", HttpStatusCode.NotFound, "ResourceNotFound")]
    [InlineData("POST", ResourceManagerClient.Account + "/networkSecurityPerimeterConfigurations/absent/reconcile", HttpStatusCode.NotFound, "ResourceNotFound")]
    public async Task What_is_not_there_is_named(string method, string path, HttpStatusCode status, string code) =>
        Assert.Equal(code, (await _arm!.Send(new(method), path, method == "PATCH" ? "{}" : null)).Expect(status).Json.GetProperty("error").Text("code"));

    [Fact]
    public async Task Nothing_is_connected_and_what_is_not_there_has_been_deleted()
    {
        Assert.Empty((await Get(ResourceManagerClient.Account + "/privateEndpointConnections")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray());
        Assert.Empty((await Get(ResourceManagerClient.Account + "/networkSecurityPerimeterConfigurations")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray());
        (await _arm!.Send(HttpMethod.Delete, ResourceManagerClient.Account + "/privateEndpointConnections/absent")).Expect(HttpStatusCode.NoContent);
        (await _arm!.Send(HttpMethod.Head, Subscription + "/resourceGroups/local")).Expect(HttpStatusCode.NoContent);
        (await _arm!.Send(HttpMethod.Head, Subscription + "/resourceGroups/absent")).Expect(HttpStatusCode.NotFound);
        (await _arm!.Send(HttpMethod.Post, Subscription + "/providers/Microsoft.Batch/register")).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> Get(string path) => _arm!.Send(HttpMethod.Get, path);
}
