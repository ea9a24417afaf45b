using Azure;
using Azure.Core;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Azure.ResourceManager.Models;

namespace Autobatch.Standins.ResourceManager.Batch.Tests;

public sealed class BatchAccountResourceTests : ArmTest
{
    [Fact]
    public async Task Account_is_read_with_its_storage_and_quotas()
    {
        Server.On("GET", "", 200, $$$"""
            {"id":"{{{ArmServer.AccountId}}}","name":"acct","type":"Microsoft.Batch/batchAccounts","location":"westeurope","tags":{"a":"b"},
             "identity":{"type":"UserAssigned","userAssignedIdentities":{"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u":{} } },
             "properties":{"accountEndpoint":"acct.westeurope.batch.azure.com","nodeManagementEndpoint":"n.westeurope.service.batch.azure.com","provisioningState":"Succeeded",
              "poolAllocationMode":"BatchService","publicNetworkAccess":"Enabled","encryption":{"keySource":"Microsoft.Batch"},
              "autoStorage":{"storageAccountId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/st","lastKeySync":"2026-01-02T03:04:05.1234567Z","authenticationMode":"StorageKeys"},
              "dedicatedCoreQuota":500,"lowPriorityCoreQuota":400,"dedicatedCoreQuotaPerVMFamilyEnforced":true,"poolQuota":100,"activeJobAndJobScheduleQuota":300,
              "allowedAuthenticationModes":["SharedKey","AAD","TaskAuthenticationToken"]}}
            """);

        BatchAccountResource account = (await Account.GetAsync(Cancellation)).Value;

        Assert.True(account.HasData);
        Assert.Equal(ArmServer.AccountId, account.Id.ToString());
        Assert.Equal("acct.westeurope.batch.azure.com", account.Data.AccountEndpoint);
        Assert.Equal(AzureLocation.WestEurope, account.Data.Location);
        Assert.Equal(BatchProvisioningState.Succeeded, account.Data.ProvisioningState);
        Assert.Equal(BatchAccountPoolAllocationMode.BatchService, account.Data.PoolAllocationMode);
        Assert.Equal(ManagedServiceIdentityType.UserAssigned, account.Data.Identity!.ManagedServiceIdentityType);
        Assert.Equal((500, 400, true, 100, 300), (account.Data.DedicatedCoreQuota, account.Data.LowPriorityCoreQuota, account.Data.IsDedicatedCoreQuotaPerVmFamilyEnforced, account.Data.PoolQuota, account.Data.ActiveJobAndJobScheduleQuota));
        Assert.Equal([BatchAuthenticationMode.SharedKey, BatchAuthenticationMode.Aad, BatchAuthenticationMode.TaskAuthenticationToken], account.Data.AllowedAuthenticationModes);
        Assert.Equal("st", account.Data.AutoStorage!.StorageAccountId.Name);
        Assert.Equal(BatchAutoStorageAuthenticationMode.StorageKeys, account.Data.AutoStorage.AuthenticationMode);
        Assert.Equal("b", account.Data.Tags["a"]);
    }

    [Fact]
    public async Task Account_without_linked_storage_has_none()
    {
        Server.On("GET", "", 200, """{"name":"acct","identity":{"type":"None"},"properties":{"accountEndpoint":"a"}}""");

        BatchAccountResource account = (await Account.GetAsync(Cancellation)).Value;

        Assert.Null(account.Data.AutoStorage);
        Assert.Equal(ArmServer.AccountId, account.Id.ToString());
    }

    [Fact]
    public async Task Requests_carry_the_token_and_the_api_version()
    {
        Server.On("GET", "", 200, "{}");

        await Account.GetAsync(Cancellation);

        ArmServer.Asked asked = Assert.Single(Server.Requests);
        Assert.Equal(("api-version=2025-06-01", "Bearer test-token"), (asked.Query, asked.Authorization));
    }

    [Fact]
    public async Task Api_version_that_the_options_set_is_used()
    {
        Server.On("GET", "", 200, "{}");
        var account = Server.Client(o => o.SetApiVersion(BatchAccountResource.ResourceType, "2024-07-01"))
            .GetBatchAccountResource(new ResourceIdentifier(ArmServer.AccountId));

        await account.GetAsync(Cancellation);

        Assert.Equal("api-version=2024-07-01", Assert.Single(Server.Requests).Query);
    }

    [Fact]
    public async Task Refusal_carries_the_services_code()
    {
        Server.On("GET", "", 403, """{"error":{"code":"AuthorizationFailed","message":"The client may not."}}""");

        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(() => Account.GetAsync(Cancellation));

        Assert.Equal((403, "AuthorizationFailed"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Answer_that_is_no_account_is_an_error()
    {
        Server.On("GET", "", 200, "<html>proxy</html>");

        Assert.Equal(200, (await Assert.ThrowsAsync<RequestFailedException>(() => Account.GetAsync(Cancellation))).Status);
    }

    [Fact]
    public async Task Keys_are_read_and_synchronised_by_posts()
    {
        Server.On("POST", "/listKeys", 200, """{"accountName":"acct","primary":"p","secondary":"s"}""").On("POST", "/syncAutoStorageKeys", 204);

        BatchAccountKeys keys = (await Account.GetKeysAsync(Cancellation)).Value;
        Response synchronised = await Account.SynchronizeAutoStorageKeysAsync(Cancellation);

        Assert.Equal(("acct", "p", "s"), (keys.AccountName, keys.Primary, keys.Secondary));
        Assert.Equal(204, synchronised.Status);
    }

    [Fact]
    public void Resource_of_an_id_has_no_data_until_it_is_read()
    {
        Assert.False(Account.HasData);
        Assert.Throws<InvalidOperationException>(() => Account.Data);
    }

    [Fact]
    public void Id_of_another_type_is_refused() =>
        Assert.Throws<ArgumentException>(() => Server.Client().GetBatchApplicationResource(new ResourceIdentifier(ArmServer.AccountId)));

    [Fact]
    public void Ids_are_made_as_ARM_writes_them()
    {
        ResourceIdentifier id = BatchApplicationPackageResource.CreateResourceIdentifier("00000000-0000-0000-0000-000000000000", "local", "acct", "app", "1.0");

        Assert.Equal(ArmServer.AccountId + "/applications/app/versions/1.0", id.ToString());
        Assert.Equal(BatchApplicationPackageResource.ResourceType, id.ResourceType);
        Assert.Equal(BatchApplicationResource.ResourceType, id.Parent!.ResourceType);
    }
}
