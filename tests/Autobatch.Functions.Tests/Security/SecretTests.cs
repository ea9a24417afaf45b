using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Security;

public sealed class SecretTests(AppFixture fixture)
{
    private const string BatchKey = "QXV0b2JhdGNoRW11bGF0b3JXZWxsS25vd25EZXZlbG9wbWVudEtleU5ldmVyQVNlY3JldDAwMDAwMDAwMDAwMA==";
    private const string FunctionKey = "planted-function-key-5d1f";
    private const string SystemKey = "planted-system-key-91c4";
    private const string NotifySecret = "planted-notify-secret-77aa";
    private const string Signature = "PlantedSignature0123456789abcdefghijklmnopq";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_gets_into_a_blob_a_row_a_history_a_log_or_an_answer()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            ("Logging:LogLevel:Default", "Trace"), ("Autobatch:Local:RequireKeys", "true"), ("Autobatch:Local:Keys:default", FunctionKey), ("Autobatch:Local:Keys:system", SystemKey),
            ("Autobatch:Notify:Secret", NotifySecret));
        PlantedSecrets secrets = new(
            fixture.Azurite,
            ("the Batch account's key", BatchKey), ("the function key", FunctionKey), ("the system key", SystemKey), ("the notify secret", NotifySecret),
            ("ARM's token", "autobatch-development-token"), ("a planted signature", Signature));
        string planted = $"https://127.0.0.1:1/c/b?sv=2025-01-05&sp=r&sig={Signature}%3D";

        IReadOnlyList<string> runs = await RunEveryEndAsync(app, planted);

        List<string> found = [];
        found.AddRange(await InAnswersAsync(app, secrets, runs));
        found.AddRange(app.Logs.All.SelectMany(line => secrets.FindIn($"the log: {line[..Math.Min(line.Length, 300)]}", line)));
        Assert.Contains(app.Logs.All, line => line.Contains(runs[0], StringComparison.Ordinal));
        found.AddRange(await InRowsAsync(app, secrets));
        found.AddRange(await InBlobsAsync(app, secrets, runs));
        found.AddRange(Directory.EnumerateFiles(app.HistoryFolder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).SelectMany(f => secrets.FindIn(Path.GetFileName(f), ReadShared(f))));
        Assert.NotEmpty(Directory.EnumerateFiles(app.HistoryFolder, "*.db*"));
        Assert.True(found.Count == 0, string.Join('\n', found.Distinct()));
    }

    [Theory]
    [InlineData("a+b/c==")]
    [InlineData("a%2Bb%2Fc%3D%3D")]
    [InlineData("a\\u002Bb/c==")]
    [InlineData("a+b\\/c==")]
    [InlineData("YStiL2M9PQ==")]
    [InlineData("https://h/c/b?sv=1&sig=x")]
    [InlineData("AccountName=a;AccountKey=x")]
    public void Secret_is_found_in_every_spelling(string text)
    {
        PlantedSecrets secrets = new(fixture.Azurite, ("a planted key", "a+b/c=="));

        Assert.NotEmpty(secrets.FindIn("here", $"before {text} after"));
        Assert.Empty(secrets.FindIn("here", "before and after, with design=x and a key"));
    }

    // A run of each kind of end, and a package: completed, with failures (the failing download repeats its URL), rejected by both doors, cancelled.
    private static async Task<IReadOnlyList<string>> RunEveryEndAsync(RunningApp app, string planted)
    {
        await app.DropAsync("Packages", "secrets/1.0.zip", Zips.Of(("tool.txt", "tool")));
        await app.InputAsync("secrets/a.txt", "a");
        string completed = await app.DropAsync("Jobs", "completed.job.json", TestManifests.PerFile(app, "completed", "secrets/", "/bin/cat a.txt", "/bin/true"));
        string failed = await app.DropAsync("Jobs", "failed.job.json", $$"""
            { "schemaVersion": "1.0", "id": "failed", "tasks": [
              { "id": "exit", "commandLine": "/bin/sh -c 'exit 3'" },
              { "id": "download", "commandLine": "/bin/true", "resourceFiles": [ { "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobPrefix": "secrets/", "filePath": "in" },
                { "httpUrl": "{{app.Storage.Uri}}/{{app.Container("Inputs")}}/none", "filePath": "none" } ] } ] }
            """);
        string rejected = await app.DropAsync("Jobs", "rejected.job.json", $$"""
            { "schemaVersion": "1.0", "id": "rejected", "tasks": [ { "id": "t", "commandLine": "curl {{planted}}", "nosuch": "{{planted}}" } ] }
            """);
        string cancelled = await app.StartRunAsync(TestManifests.Commands("cancelled", "/bin/sleep 600"));
        await Wait.UntilAsync(async () => (await app.GetAsync($"api/runs/{cancelled}")).GetProperty("status").GetString() == "Running", "the run is running", cancellationToken: s_cancel);
        using (await app.Http.PostAsync($"api/runs/{cancelled}/cancel", new StringContent("{}", Encoding.UTF8, "application/json"), s_cancel))
        using (StringContent taken = new(
            """{ "schemaVersion": "1.0", "id": "x", "parameters": { "p": { "type": "string" } }, "tasks": [ { "id": "t", "commandLine": "echo {parameters.p}" } ] }""", Encoding.UTF8, "application/json"))
        using (HttpResponseMessage given = await app.Http.PostAsync($"api/runs?parameters.p={Uri.EscapeDataString(planted)}", taken, s_cancel))
        {
            Assert.Equal(HttpStatusCode.BadRequest, given.StatusCode);
        }

        using (HttpResponseMessage refused = await app.PostRunAsync($$"""{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "t", "commandLine": "{{planted}}" } ] }"""))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.DoesNotContain(Signature, await refused.Content.ReadAsStringAsync(s_cancel), StringComparison.Ordinal);
        }

        Assert.Equal(
            ["Completed", "CompletedWithFailures", "Rejected", "Canceled"],
            await Task.WhenAll(new[] { completed, failed, rejected, cancelled }.Select(async r => (await app.EndOfAsync(r)).GetProperty("status").GetString()!)));
        await Wait.UntilAsync(async () => (await app.Http.GetAsync("api/packages/secrets", s_cancel)).IsSuccessStatusCode, "the package is registered", cancellationToken: s_cancel);
        return [completed, failed, rejected, cancelled];
    }

    private static async Task<IEnumerable<string>> InAnswersAsync(RunningApp app, PlantedSecrets secrets, IReadOnlyList<string> runs)
    {
        List<string> found = [];
        string[] tasks = ["t0", "exit", "download", "0", "merge"];
        foreach (ApiRoute route in ApiRoute.All.Where(r => r.Verb == "GET"))
        {
            foreach (string path in runs.SelectMany(run => tasks.Select(task => route.Path
                .Replace("{id}", run, StringComparison.Ordinal).Replace("{taskId}", task, StringComparison.Ordinal).Replace("{path}", "stdout.txt", StringComparison.Ordinal)
                .Replace("{application}", "secrets", StringComparison.Ordinal).Replace("{name}", "result.v1.schema.json", StringComparison.Ordinal))).Distinct())
            {
                using HttpResponseMessage answer = await app.Http.GetAsync($"{path.TrimStart('/')}?nodes=true", s_cancel);
                found.AddRange(secrets.FindIn(path, $"{answer.Headers}{answer.Content.Headers}"));
                found.AddRange(secrets.FindIn(path, await answer.Content.ReadAsByteArrayAsync(s_cancel)));
            }
        }

        return found;
    }

    private static async Task<IEnumerable<string>> InRowsAsync(RunningApp app, PlantedSecrets secrets)
    {
        List<string> found = [];
        int rows = 0;
        await foreach (TableEntity row in app.Services.GetRequiredService<AppStorage>().Ledger.QueryAsync<TableEntity>(cancellationToken: s_cancel))
        {
            rows++;
            found.AddRange(secrets.FindIn($"row {row.PartitionKey} {row.RowKey}", string.Join('\n', row.Select(p => $"{p.Key}={p.Value}"))));
        }

        Assert.True(rows >= 4, $"only {rows} rows");
        return found;
    }

    // What was planted by hand in the watched container stays there: the app never writes to it.
    private static async Task<IEnumerable<string>> InBlobsAsync(RunningApp app, PlantedSecrets secrets, IReadOnlyList<string> runs)
    {
        List<string> found = [];
        int blobs = 0;
        await foreach (BlobContainerItem container in app.Storage.GetBlobContainersAsync(cancellationToken: s_cancel))
        {
            bool shared = !container.Name.StartsWith(app.Prefix, StringComparison.Ordinal);
            BlobContainerClient client = app.Storage.GetBlobContainerClient(container.Name);
            await foreach (BlobItem blob in client.GetBlobsAsync(cancellationToken: s_cancel))
            {
                bool ours = !shared || runs.Any(r => blob.Name.Contains(r, StringComparison.Ordinal)) || container.Name.StartsWith("app-", StringComparison.Ordinal);
                if (ours && blob.Name != "rejected.job.json")
                {
                    blobs++;
                    BlobDownloadResult content = (await client.GetBlobClient(blob.Name).DownloadContentAsync(s_cancel)).Value;
                    found.AddRange(secrets.FindIn($"{container.Name}/{blob.Name}", content.Content.ToArray()));
                    found.AddRange(secrets.FindIn($"metadata of {container.Name}/{blob.Name}", JsonSerializer.Serialize(content.Details.Metadata)));
                }
            }
        }

        Assert.True(blobs >= 10, $"only {blobs} blobs");
        return found;
    }

    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
