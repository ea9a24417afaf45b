using System.IO.Compression;
using System.Net;
using System.Text;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>Applications and packages over HTTPS, with their blobs in Azurite.</summary>
public sealed class PackageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _application = EmulatorFixture.UniqueId("App")[..20];
    private EmulatorHost _host = null!;
    private ResourceManagerClient _arm = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, StorageConnectionString = azurite.ConnectionString }, TestContext.Current.CancellationToken);
        _arm = new(_host);
    }

    public async ValueTask DisposeAsync()
    {
        _arm.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_package_goes_from_pending_over_its_url_to_active_and_onto_a_node()
    {
        (await Put("", """{"properties":{"displayName":"My app"}}""")).Expect(HttpStatusCode.OK);
        var pending = (await Put("/versions/1.0", null)).Expect(HttpStatusCode.OK).Json.GetProperty("properties");
        Assert.Equal("Pending", pending.GetProperty("state").GetString());
        var url = new Uri(pending.GetProperty("storageUrl").GetString()!);
        Assert.Matches($"/app-{_application.ToLowerInvariant().Replace('_', '-')}-[0-9a-f]{{32}}/1\\.0$", url.AbsolutePath);
        Assert.Contains("sp=rw", url.Query, StringComparison.Ordinal);
        Assert.Contains("sr=b", url.Query, StringComparison.Ordinal);
        Assert.InRange((pending.GetProperty("storageUrlExpiry").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalHours, 3.9, 4.01);

        Assert.Equal("ApplicationPackageBlobNotFound", ErrorCode((await Activate("1.0")).Expect(HttpStatusCode.Conflict)));
        await new BlockBlobClient(url).UploadAsync(Zip("hello.txt", "from the package"), cancellationToken: TestContext.Current.CancellationToken);
        var active = (await Activate("1.0")).Expect(HttpStatusCode.OK).Json.GetProperty("properties");
        Assert.Equal(("Active", "zip"), (active.Text("state"), active.Text("format")));
        Assert.NotEqual(active.Text("lastActivationTime"), (await Activate("1.0")).Expect(HttpStatusCode.OK).Json.GetProperty("properties").Text("lastActivationTime"));
        (await Send(HttpMethod.Patch, "", """{"properties":{"defaultVersion":"1.0"}}""")).Expect(HttpStatusCode.OK);

        using var client = new EmulatorClient(_host.HttpAddress);
        Assert.Equal("""["1.0"]""", (await client.Get($"/applications/{_application}")).Expect(HttpStatusCode.OK).Json.GetProperty("versions").GetRawText());
        var job = await client.Job(await client.Pool());
        await client.Task(job, "1", $"/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{_application.Replace('-', '_')}/hello.txt'", $$""","applicationPackageReferences":[{"applicationId":"{{_application}}"}]""");
        await client.TaskIs(job, "1", "completed");
        Assert.Equal("from the package", (await client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Expect(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Quotas_refuse_new_applications_and_new_versions_and_leave_those_that_are_there()
    {
        using var client = new EmulatorClient(_host.HttpAddress);
        Assert.Equal((20, 40), (await client.Control(_host, HttpMethod.Get, "accounts/devbatchaccount1/quotas")).Json is var before ? (before.Number("applicationQuota"), before.Number("applicationPackageQuota")) : default);
        (await client.Control(_host, HttpMethod.Patch, "accounts/devbatchaccount1/quotas", """{"applicationQuota":1,"applicationPackageQuota":1}""")).Expect(HttpStatusCode.OK);
        (await Put("", null)).Expect(HttpStatusCode.OK);
        (await Put("/versions/1", null)).Expect(HttpStatusCode.OK);

        Assert.Equal("ApplicationPackageQuotaReached", ErrorCode((await Put("/versions/2", null)).Expect(HttpStatusCode.Conflict)));
        Assert.Equal("ApplicationQuotaReached", ErrorCode((await _arm.Send(HttpMethod.Put, $"{ResourceManagerClient.Account}/applications/another")).Expect(HttpStatusCode.Conflict)));

        (await Put("", null)).Expect(HttpStatusCode.OK);
        (await Put("/versions/1", null)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_pool_has_its_packages_before_its_start_task_and_keeps_them_until_it_is_reimaged()
    {
        (await Put("", null)).Expect(HttpStatusCode.OK);
        await Upload("1", "old");
        using var client = new EmulatorClient(_host.HttpAddress);
        var variable = $"$AZ_BATCH_APP_PACKAGE_{_application.Replace('-', '_')}_1";
        var pool = await client.Pool(more: $$""","applicationPackageReferences":[{"applicationId":"{{_application}}","version":"1"}]{{NodeSteps.StartTask($"cat {variable}/a")}}""");
        var node = (await client.NodeIs(pool, "idle")).Id();
        var output = $"/pools/{pool}/nodes/{node}/files/startup%2Fstdout.txt";
        Assert.Equal("old", (await client.Get(output)).Text);

        await Upload("1", "new");
        (await client.Post($"/pools/{pool}/nodes/{node}/reboot")).Expect(HttpStatusCode.Accepted);
        await client.NodeIs(pool, "idle");
        Assert.Equal("old", (await client.Get(output)).Text);

        (await client.Post($"/pools/{pool}/nodes/{node}/reimage")).Expect(HttpStatusCode.Accepted);
        await client.NodeIs(pool, "idle");
        Assert.Equal("new", (await client.Get(output)).Text);

        (await client.Patch($"/pools/{pool}", """{"applicationPackageReferences":[]}""")).Expect(HttpStatusCode.OK);
        var job = await client.Job(pool);
        await client.Task(job, "1", $"/bin/sh -c 'cat {variable}/a'");
        await client.TaskIs(job, "1", "completed");
        Assert.Equal("new", (await client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Text);
    }

    [Fact]
    public async Task A_node_is_unusable_when_a_package_of_its_pool_cannot_be_deployed_and_a_reboot_tries_again()
    {
        (await Put("", null)).Expect(HttpStatusCode.OK);
        var storage = new Uri((await Put("/versions/1", null)).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("storageUrl").GetString()!);
        var blob = new BlockBlobClient(storage);
        await blob.UploadAsync(BinaryData.FromString("no zip").ToStream(), cancellationToken: TestContext.Current.CancellationToken);
        (await Activate("1")).Expect(HttpStatusCode.OK);
        using var client = new EmulatorClient(_host.HttpAddress);

        var pool = await client.Pool(more: $$""","applicationPackageReferences":[{"applicationId":"{{_application}}","version":"1"}]""");

        var error = Assert.Single((await client.NodeIs(pool, "unusable")).GetProperty("errors").EnumerateArray());
        Assert.Equal("ApplicationPackageError", error.GetProperty("code").GetString());
        Assert.Contains(_application, error.GetProperty("errorDetails").GetRawText(), StringComparison.Ordinal);

        await blob.UploadAsync(Zip("a", "mended"), cancellationToken: TestContext.Current.CancellationToken);
        var node = (await client.Get($"/pools/{pool}/nodes")).Ids.Single();
        (await client.Post($"/pools/{pool}/nodes/{node}/reboot")).Expect(HttpStatusCode.Accepted);
        Assert.False((await client.NodeIs(pool, "idle")).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task An_application_that_allows_no_updates_keeps_its_active_packages()
    {
        (await Put("", """{"properties":{"allowUpdates":false}}""")).Expect(HttpStatusCode.OK);
        await Upload("1");

        Assert.Equal("ApplicationUpdatesNotAllowed", ErrorCode((await Put("/versions/1", null)).Expect(HttpStatusCode.Conflict)));
        Assert.Equal("ApplicationUpdatesNotAllowed", ErrorCode((await Send(HttpMethod.Delete, "/versions/1")).Expect(HttpStatusCode.Conflict)));
        (await Put("/versions/2", null)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Packages_go_before_their_application_and_take_the_default_with_them()
    {
        (await Put("", null)).Expect(HttpStatusCode.OK);
        await Upload("1");
        (await Send(HttpMethod.Patch, "", """{"properties":{"defaultVersion":"1"}}""")).Expect(HttpStatusCode.OK);

        Assert.Equal("ApplicationNotEmpty", ErrorCode((await Send(HttpMethod.Delete, "")).Expect(HttpStatusCode.Conflict)));
        (await Send(HttpMethod.Delete, "/versions/1")).Expect(HttpStatusCode.OK);
        (await Send(HttpMethod.Delete, "/versions/1")).Expect(HttpStatusCode.NoContent);
        Assert.False((await Send(HttpMethod.Get, "")).Json.GetProperty("properties").TryGetProperty("defaultVersion", out _));
        (await Send(HttpMethod.Delete, "")).Expect(HttpStatusCode.OK);
        (await Send(HttpMethod.Delete, "")).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Absent_things_are_not_found_by_name()
    {
        Assert.Equal("ApplicationNotFound", ErrorCode((await Send(HttpMethod.Get, "")).Expect(HttpStatusCode.NotFound)));
        Assert.Equal("ApplicationNotFound", ErrorCode((await Put("/versions/1", null)).Expect(HttpStatusCode.NotFound)));
        (await Put("", null)).Expect(HttpStatusCode.OK);
        Assert.Equal("ApplicationPackageNotFound", ErrorCode((await Send(HttpMethod.Get, "/versions/1")).Expect(HttpStatusCode.NotFound)));
        Assert.Equal("ApplicationPackageNotFound", ErrorCode((await Send(HttpMethod.Patch, "", """{"properties":{"defaultVersion":"1"}}""")).Expect(HttpStatusCode.NotFound)));
        Assert.Equal("InvalidResourceName", ErrorCode((await Put("/versions/.hidden", null)).Expect(HttpStatusCode.BadRequest)));
        Assert.Equal("ResourceNotFound", ErrorCode((await _arm.Send(HttpMethod.Get, ResourceManagerClient.Account + "x")).Expect(HttpStatusCode.NotFound)));
        Assert.Equal("SubscriptionNotFound", ErrorCode((await _arm.Send(HttpMethod.Get, ResourceManagerClient.Account.Replace("0000-0000", "0000-0001", StringComparison.Ordinal))).Expect(HttpStatusCode.NotFound)));
    }

    [Fact]
    public async Task Linked_by_identity_the_url_carries_no_credential()
    {
        await using var host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, StorageConnectionString = azurite.ConnectionString, AutoStorageByIdentity = true }, TestContext.Current.CancellationToken);
        using var arm = new ResourceManagerClient(host);
        var application = $"{ResourceManagerClient.Account}/applications/{_application}";
        (await arm.Send(HttpMethod.Put, application, "{}")).Expect(HttpStatusCode.OK);

        var version = (await arm.Send(HttpMethod.Put, $"{application}/versions/1")).Expect(HttpStatusCode.OK).Json.GetProperty("properties");
        var account = (await arm.Send(HttpMethod.Get, ResourceManagerClient.Account)).Expect(HttpStatusCode.OK).Json;

        var url = new Uri(version.GetProperty("storageUrl").GetString()!);
        Assert.Empty(url.Query);
        Assert.False(version.TryGetProperty("storageUrlExpiry", out _));
        Assert.Equal("BatchAccountManagedIdentity", account.GetProperty("properties").GetProperty("autoStorage").GetProperty("authenticationMode").GetString());
        Assert.Equal("SystemAssigned", account.GetProperty("identity").GetProperty("type").GetString());
        var refused = await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => new BlockBlobClient(url).UploadAsync(Zip("a", "a"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task The_account_shows_its_linked_storage_and_asks_for_the_token()
    {
        var account = (await _arm.Send(HttpMethod.Get, ResourceManagerClient.Account.ToUpperInvariant())).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(ResourceManagerClient.Account, account.GetProperty("id").GetString());
        Assert.EndsWith("/storageAccounts/devstoreaccount1", account.GetProperty("properties").GetProperty("autoStorage").GetProperty("storageAccountId").GetString(), StringComparison.Ordinal);
        (await _arm.Send(HttpMethod.Get, ResourceManagerClient.Account, token: "other")).Expect(HttpStatusCode.Unauthorized);
        (await _arm.Send(HttpMethod.Post, ResourceManagerClient.Account + "/syncAutoStorageKeys")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(WellKnown.AccountKey, (await _arm.Send(HttpMethod.Post, ResourceManagerClient.Account + "/listKeys")).Json.GetProperty("primary").GetString());
    }

    private async Task Upload(string version, string content = "a")
    {
        var url = (await Put($"/versions/{version}", null)).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("storageUrl").GetString()!;
        await new BlockBlobClient(new(url)).UploadAsync(Zip("a", content), cancellationToken: TestContext.Current.CancellationToken);
        (await Activate(version)).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> Put(string path, string? body) => Send(HttpMethod.Put, path, body);

    private Task<Answer> Activate(string version) => Send(HttpMethod.Post, $"/versions/{version}/activate", """{"format":"zip"}""");

    private Task<Answer> Send(HttpMethod method, string path, string? body = null) => _arm.Send(method, $"{ResourceManagerClient.Account}/applications/{_application}{path}", body);

    private static string? ErrorCode(Answer answer) => answer.Json.GetProperty("error").GetProperty("code").GetString();

    private static MemoryStream Zip(string name, string content)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(name).Open())
        {
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        stream.Position = 0;
        return stream;
    }
}
