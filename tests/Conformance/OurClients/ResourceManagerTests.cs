using System.IO.Compression;
using Autobatch.Batch;
using Autobatch.Emulator;
using Autobatch.Testing;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Azure.Storage.Blobs;

namespace Autobatch.Conformance;

public sealed class ResourceManagerTests(AzuriteFixture azurite) : EmulatorTest(azurite.ConnectionString), IClassFixture<AzuriteFixture>
{
    private static ResourceIdentifier AccountId => BatchAccountResource.CreateResourceIdentifier(WellKnown.SubscriptionId, WellKnown.ResourceGroup, Account);

    private BatchAccountResource AccountResource =>
        new ArmClient(
            new FixedToken(WellKnown.DevelopmentToken),
            null,
            new ArmClientOptions { Environment = new ArmEnvironment(Emulator.HttpsAddress, "https://management.azure.com/"), Transport = Trusting() })
            .GetBatchAccountResource(AccountId);

    [Fact]
    public async Task Account_has_its_storage_linked()
    {
        BatchAccountData account = (await AccountResource.GetAsync(Cancellation)).Value.Data;

        Assert.Equal(AccountId, account.Id);
        Assert.NotNull(account.AccountEndpoint);
        Assert.DoesNotContain("://", account.AccountEndpoint, StringComparison.Ordinal);
        Assert.Equal(WellKnown.StorageAccount, account.AutoStorage?.StorageAccountId.Name);
        Assert.Equal(BatchProvisioningState.Succeeded, account.ProvisioningState);
        Assert.Equal(WellKnown.AccountKey, (await AccountResource.GetKeysAsync(Cancellation)).Value.Primary);
    }

    [Fact]
    public async Task Package_is_uploaded_activated_and_seen_by_the_data_plane()
    {
        BatchApplicationCollection applications = AccountResource.GetBatchApplications();
        Assert.False((await applications.ExistsAsync("app", Cancellation)).Value);
        BatchApplicationResource application = (await applications.CreateOrUpdateAsync(
            WaitUntil.Completed, "app", new BatchApplicationData { AllowUpdates = false }, Cancellation)).Value;
        BatchApplicationPackageCollection versions = application.GetBatchApplicationPackages();

        BatchApplicationPackageResource version = (await versions.CreateOrUpdateAsync(
            WaitUntil.Completed, "1.0", new BatchApplicationPackageData(), Cancellation)).Value;
        Assert.Equal(BatchApplicationPackageState.Pending, version.Data.State);
        RequestFailedException early = await Assert.ThrowsAsync<RequestFailedException>(
            () => version.ActivateAsync(new BatchApplicationPackageActivateContent("zip"), Cancellation));
        Assert.InRange(early.Status, 400, 499);
        Assert.False(string.IsNullOrEmpty(early.ErrorCode));

        await new BlobClient(version.Data.StorageUri).UploadAsync(BinaryData.FromBytes(Zip()), overwrite: true, Cancellation);
        BatchApplicationPackageResource active = (await version.ActivateAsync(new BatchApplicationPackageActivateContent("zip"), Cancellation)).Value;
        await application.UpdateAsync(new BatchApplicationData { DefaultVersion = "1.0" }, Cancellation);

        Assert.Equal((BatchApplicationPackageState.Active, "zip"), (active.Data.State, active.Data.Format));
        Assert.Equal("1.0", (await applications.GetAsync("app", Cancellation)).Value.Data.DefaultVersion);
        Assert.Equal(BatchApplicationPackageState.Active, (await versions.GetIfExistsAsync("1.0", Cancellation)).Value!.Data.State);
        Assert.Equal(["1.0"], await versions.GetAllAsync(null, Cancellation).Select(v => v.Data.Name).ToListAsync(Cancellation));
        ApplicationState seen = await SharedKeyClient.ListApplicationsAsync(cancellationToken: Cancellation).SingleAsync(Cancellation);
        Assert.Equal("app", seen.Id);
        Assert.Equal(["1.0"], seen.Versions);
    }

    [Fact]
    public async Task Version_and_application_are_deleted()
    {
        BatchApplicationResource application = (await AccountResource.GetBatchApplications().CreateOrUpdateAsync(
            WaitUntil.Completed, "gone", new BatchApplicationData(), Cancellation)).Value;
        BatchApplicationPackageResource version = (await application.GetBatchApplicationPackages().CreateOrUpdateAsync(
            WaitUntil.Completed, "1", new BatchApplicationPackageData(), Cancellation)).Value;

        await version.DeleteAsync(WaitUntil.Completed, Cancellation);
        await application.DeleteAsync(WaitUntil.Completed, Cancellation);

        Assert.False((await AccountResource.GetBatchApplications().ExistsAsync("gone", Cancellation)).Value);
    }

    [Fact]
    public async Task Token_that_is_wrong_is_refused()
    {
        var options = new ArmClientOptions { Environment = new ArmEnvironment(Emulator.HttpsAddress, "https://management.azure.com/"), Transport = Trusting() };

        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => new ArmClient(new FixedToken("wrong"), null, options).GetBatchAccountResource(AccountId).GetAsync(Cancellation));

        Assert.Equal(401, refused.Status);
    }

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream file = zip.CreateEntry("run.sh").Open();
            file.Write("#!/bin/sh\n"u8);
        }
        return bytes.ToArray();
    }
}
