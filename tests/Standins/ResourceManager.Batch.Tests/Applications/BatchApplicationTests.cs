using Azure;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;

namespace Autobatch.Standins.ResourceManager.Batch.Tests;

public sealed class BatchApplicationTests : ArmTest
{
    private const string Body = $$$"""
        {"id":"{{{ArmServer.AccountId}}}/applications/app","name":"app","type":"Microsoft.Batch/batchAccounts/applications","etag":"W/\"0x8DB77EF7286B78C\"",
         "properties":{"displayName":"An app","allowUpdates":true,"defaultVersion":"1.0"}}
        """;

    [Fact]
    public async Task Application_is_made_by_put()
    {
        Server.On("PUT", "/applications/app", 200, Body);

        ArmOperation<BatchApplicationResource> made = await Account.GetBatchApplications().CreateOrUpdateAsync(
            WaitUntil.Completed, "app", new BatchApplicationData { DisplayName = "An app", AllowUpdates = true }, Cancellation);

        Assert.True(made.HasCompleted);
        Assert.True(made.Value.HasData);
        Assert.Equal("app", made.Value.Data.Name);
        Assert.Equal(("An app", true, "1.0"), (made.Value.Data.DisplayName, made.Value.Data.AllowUpdates, made.Value.Data.DefaultVersion));
        Assert.Equal(new ETag("W/\"0x8DB77EF7286B78C\""), made.Value.Data.ETag);
        Assert.Equal(200, (await made.WaitForCompletionAsync(Cancellation)).GetRawResponse().Status);
        Assert.Equal("""{"properties":{"displayName":"An app","allowUpdates":true}}""", Assert.Single(Server.Requests).Body);
    }

    [Fact]
    public async Task Default_version_is_set_by_patch()
    {
        Server.On("GET", "/applications/app", 200, Body).On("PATCH", "/applications/app", 200, Body);
        BatchApplicationResource application = (await Account.GetBatchApplicationAsync("app", Cancellation)).Value;

        await application.UpdateAsync(new BatchApplicationData { DefaultVersion = "1.0" }, Cancellation);

        Assert.Equal(("PATCH", """{"properties":{"defaultVersion":"1.0"}}"""), (Server.Requests.Last().Method, Server.Requests.Last().Body));
    }

    [Fact]
    public async Task Missing_application_is_an_error_to_Get_and_no_value_to_GetIfExists()
    {
        BatchApplicationCollection applications = Account.GetBatchApplications();

        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => applications.GetAsync("app", Cancellation))).Status);
        Assert.False((await applications.GetIfExistsAsync("app", Cancellation)).HasValue);
        Assert.False((await applications.ExistsAsync("app", Cancellation)).Value);
    }

    [Fact]
    public async Task Refusal_is_not_taken_for_absence()
    {
        Server.On("GET", "/applications/app", 403, """{"error":{"code":"AuthorizationFailed","message":"No."}}""");

        await Assert.ThrowsAsync<RequestFailedException>(() => Account.GetBatchApplications().ExistsAsync("app", Cancellation));
    }

    [Fact]
    public async Task Pages_are_followed()
    {
        Server.On("GET", "/applications", 200, $$"""{"value":[{{Body}}],"nextLink":"{{Server.Address.GetLeftPart(UriPartial.Authority)}}{{ArmServer.AccountId}}/applications/next?token=1"}""")
            .On("GET", "/applications/next", 200, $$"""{"value":[{{Body.Replace("app", "app2", StringComparison.Ordinal)}}]}""");

        List<BatchApplicationResource> all = await Account.GetBatchApplications().GetAllAsync(maxresults: 1, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["app", "app2"], all.Select(a => a.Data.Name));
        Assert.Equal(["api-version=2025-06-01&maxresults=1", "token=1"], Server.Requests.Select(r => r.Query));
    }

    [Fact]
    public async Task Link_to_another_host_does_not_get_the_token()
    {
        Server.On("GET", "/applications", 200, """{"value":[],"nextLink":"https://elsewhere.example/x"}""");

        await Assert.ThrowsAsync<RequestFailedException>(async () => await Account.GetBatchApplications().GetAllAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    public async Task Deletion_is_done_at_once(int status)
    {
        Server.On("GET", "/applications/app", 200, Body).On("DELETE", "/applications/app", status);
        BatchApplicationResource application = (await Account.GetBatchApplicationAsync("app", Cancellation)).Value;

        Assert.True((await application.DeleteAsync(WaitUntil.Completed, Cancellation)).HasCompleted);
    }

    [Fact]
    public async Task Deletion_that_takes_time_is_polled_at_its_location()
    {
        string results = $"{ArmServer.AccountId}/operationResults/1";
        Server.On("GET", "/applications/app", 200, Body)
            .On("DELETE", "/applications/app", 202, location: results + "?api-version=2025-06-01")
            .On("GET", results, 202)
            .On("GET", results, 200);
        BatchApplicationResource application = (await Account.GetBatchApplicationAsync("app", Cancellation)).Value;

        ArmOperation deletion = await application.DeleteAsync(WaitUntil.Started, Cancellation);

        Assert.False(deletion.HasCompleted);
        await deletion.UpdateStatusAsync(Cancellation);
        Assert.False(deletion.HasCompleted);
        await deletion.UpdateStatusAsync(Cancellation);
        Assert.True(deletion.HasCompleted);
        Assert.Equal(200, deletion.GetRawResponse().Status);
    }

    [Theory]
    [InlineData("a/../../x")]
    [InlineData("a?b")]
    public async Task Name_cannot_lead_to_another_resource(string name)
    {
        await Account.GetBatchApplications().ExistsAsync(name, Cancellation);

        Assert.Equal($"{ArmServer.AccountId}/applications/{Uri.EscapeDataString(name)}", Assert.Single(Server.Requests).Path);
    }

    [Fact]
    public async Task Dot_segment_is_no_name() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Account.GetBatchApplications().ExistsAsync("..", Cancellation));
}
