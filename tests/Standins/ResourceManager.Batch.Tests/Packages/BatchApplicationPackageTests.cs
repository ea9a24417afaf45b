using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;

namespace Autobatch.Standins.ResourceManager.Batch.Tests;

public sealed class BatchApplicationPackageTests : ArmTest
{
    private const string Version = "/applications/app/versions/1.0";

    private BatchApplicationResource Application =>
        Server.Client().GetBatchApplicationResource(new ResourceIdentifier(ArmServer.AccountId + "/applications/app"));

    [Fact]
    public async Task Version_is_made_uploaded_to_and_activated()
    {
        Server.On("PUT", Version, 200, Body("Pending", ""","storageUrl":"https://st.example/app-c/1.0?sig=x%2By&se=2026","storageUrlExpiry":"2026-01-02T07:04:05.5Z" """))
            .On("POST", Version + "/activate", 200, Body("Active", ""","format":"zip","lastActivationTime":"2026-01-02T03:05:00Z" """));

        ArmOperation<BatchApplicationPackageResource> made = await Application.GetBatchApplicationPackages()
            .CreateOrUpdateAsync(WaitUntil.Completed, "1.0", new BatchApplicationPackageData(), Cancellation);
        BatchApplicationPackageResource active = (await made.Value.ActivateAsync(new BatchApplicationPackageActivateContent("zip"), Cancellation)).Value;

        Assert.Equal(BatchApplicationPackageState.Pending, made.Value.Data.State);
        Assert.Equal("https://st.example/app-c/1.0?sig=x%2By&se=2026", made.Value.Data.StorageUri!.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 7, 4, 5, 500, TimeSpan.Zero), made.Value.Data.StorageUriExpireOn);
        Assert.Equal((BatchApplicationPackageState.Active, "zip"), (active.Data.State, active.Data.Format));
        Assert.Equal(["{}", """{"format":"zip"}"""], Server.Requests.Select(r => r.Body));
    }

    [Fact]
    public async Task Versions_are_listed_and_deleted()
    {
        Server.On("GET", "/applications/app/versions", 200, $$"""{"value":[{{Body("Active")}}]}""").On("DELETE", Version, 204);

        BatchApplicationPackageResource version = await Application.GetBatchApplicationPackages().GetAllAsync(null, Cancellation).SingleAsync(Cancellation);
        ArmOperation deletion = await version.DeleteAsync(WaitUntil.Completed, Cancellation);

        Assert.Equal(204, deletion.GetRawResponse().Status);
    }

    [Fact]
    public async Task Version_that_is_there_exists_and_one_that_is_not_does_not()
    {
        Server.On("GET", Version, 200, Body("Active")).On("GET", Version, 200, Body("Active"));
        BatchApplicationPackageCollection versions = Application.GetBatchApplicationPackages();

        Assert.True((await versions.ExistsAsync("1.0", Cancellation)).Value);
        Assert.Equal(BatchApplicationPackageState.Active, (await versions.GetIfExistsAsync("1.0", Cancellation)).Value!.Data.State);
        Assert.False((await versions.ExistsAsync("2.0", Cancellation)).Value);
    }

    [Fact]
    public async Task Refused_activation_carries_the_services_code()
    {
        Server.On("GET", Version, 200, Body("Pending")).On("POST", Version + "/activate", 409, """{"error":{"code":"ApplicationPackageBlobNotFound","message":"No blob."}}""");
        BatchApplicationPackageResource version = (await Application.GetBatchApplicationPackageAsync("1.0", Cancellation)).Value;

        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => version.ActivateAsync(new BatchApplicationPackageActivateContent("zip"), Cancellation));

        Assert.Equal((409, "ApplicationPackageBlobNotFound"), (refused.Status, refused.ErrorCode));
    }

    private static string Body(string state, string more = "") => $$$"""
        {"id":"{{{ArmServer.AccountId}}}{{{Version}}}","name":"1.0","etag":"W/\"0x8D\"","properties":{"state":"{{{state}}}"{{{more}}} } }
        """;
}
