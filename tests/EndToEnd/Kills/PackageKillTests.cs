using System.IO.Compression;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;

namespace Autobatch.EndToEnd.Kills;

public sealed class PackageKillTests
{
    private const int Seed = 20261125;
    private const int Rounds = 3;

    // A registration that nothing disturbs has some 28 events; what is left after this many still takes several requests.
    private const int LatestKill = 18;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registrations_killed_at_random_moments_end_active_once_and_the_runs_that_need_them_complete()
    {
        Random random = new(Seed);
        await using KilledServices services = await KilledServices.StartAsync();
        List<Dropped> dropped = [];
        int midway = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Dropped one = await DropAsync(services, $"killed{round}", random);
            dropped.Add(one);
            int moment = random.Next(1, LatestKill);
            string instance = PackageInput.Instance(one.PackageId);
            await Wait.UntilAsync(() => services.History(instance).Count >= moment, $"the registration has {moment} events", TimeSpan.FromMinutes(2), Cancel);
            await services.KillAsync();
            midway += services.History(instance).OfType<ExecutionCompleted>().Any() ? 0 : 1;
            await services.StartAgainAsync();
        }

        Assert.True(midway > 0, "no kill met a registration under way");
        foreach (Dropped one in dropped)
        {
            await AssertRegisteredAsync(services, one);
            using JsonDocument run = await services.EndOfAsync(one.RunId);
            Assert.True(run.RootElement.GetProperty("status").GetString() == RunStatus.Completed, run.RootElement.ToString());
            Assert.Equal("success", Assert.Single((await services.ResultAsync(one.RunId)).GetProperty("tasks").EnumerateArray()).GetProperty("result").GetString());
        }

        Assert.DoesNotContain(await services.RowsAsync(), row => row.PartitionKey == LedgerKey.OpenPartition && dropped.Any(one => row.RowKey == one.PackageId));
    }

    private static async Task<Dropped> DropAsync(KilledServices services, string application, Random random)
    {
        byte[] words = new byte[4 * 1024 * 1024];
        random.NextBytes(words);
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("words", CompressionLevel.Fastest).Open();
            entry.Write(words);
        }

        string manifest = $$"""
            { "schemaVersion": "1.0", "id": "{{application}}", "applications": [ { "applicationId": "{{application}}", "version": "1" } ],
              "tasks": [ { "id": "sum", "commandLine": "/bin/sh -c 'test -s $AZ_BATCH_APP_PACKAGE_{{application}}_1/words'",
                           "applicationPackageReferences": [ { "applicationId": "{{application}}", "version": "1" } ] } ] }
            """;
        BinaryData content = new(bytes.ToArray());
        string package = await services.DropAsync("packages", $"{application}/1.zip", content);
        string run = await services.DropAsync("jobs", $"{application}.job.json", BinaryData.FromString(manifest));
        return new Dropped(application, package, run, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private static async Task AssertRegisteredAsync(KilledServices services, Dropped one)
    {
        using JsonDocument registration = await services.EndOfAsync(one.PackageId);
        Assert.True(registration.RootElement.GetProperty("status").GetString() == RunStatus.Completed, registration.RootElement.ToString());

        JsonElement page = await services.Http.GetFromJsonAsync<JsonElement>($"api/packages/{one.Application}", Cancel);
        JsonElement application = Assert.Single(page.GetProperty("applications").EnumerateArray());
        JsonElement version = Assert.Single(application.GetProperty("versions").EnumerateArray());
        Assert.Equal(("1", "Active", one.Sha256), (version.GetProperty("version").GetString(), version.GetProperty("state").GetString(), version.GetProperty("sha256").GetString()));
        Assert.Equal("1", application.GetProperty("defaultVersion").GetString());
        Assert.Equal(one.Sha256, await StoredAsync(services, one.Application));

        List<TableEntity> rows = await services.RowsAsync();
        TableEntity entry = Assert.Single(rows, row => row.PartitionKey == one.PackageId);
        Assert.Equal((LedgerKey.EntryRow, LedgerState.Done, one.Sha256), (entry.RowKey, entry.GetString("State"), entry.GetString("Sha256")));
        Assert.DoesNotContain(rows, row => row.PartitionKey == LedgerKey.IndexPartition && row.GetString("Id") == one.PackageId);
        Assert.Single(rows, row => row.PartitionKey.StartsWith("blob-", StringComparison.Ordinal) && row.GetString("Id") == one.PackageId);
        TableEntity reserved = Assert.Single(rows, row => row.RowKey == $"{one.Application}|1");
        Assert.Equal((one.PackageId, true), (reserved.GetString("RegistrationId"), reserved.GetBoolean("IsActive")));
    }

    /// <summary>The hash of what nodes download: one blob in one container, however often the registration was begun.</summary>
    private static async Task<string> StoredAsync(KilledServices services, string application)
    {
        List<BlobContainerItem> containers = await services.Storage.GetBlobContainersAsync(
            prefix: $"app-{application}-", cancellationToken: Cancel).ToListAsync(Cancel);
        string container = Assert.Single(containers).Name;
        string blob = Assert.Single(await services.BlobsAsync(container, ""));
        BlobDownloadResult content = await services.Storage.GetBlobContainerClient(container).GetBlobClient(blob).DownloadContentAsync(Cancel);
        return Convert.ToHexStringLower(SHA256.HashData(content.Content));
    }

    private sealed record Dropped(string Application, string PackageId, string RunId, string Sha256);
}
