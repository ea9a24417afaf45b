using System.Net;
using System.Text.Json;
using Autobatch.Azurite;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>
/// A storage account of which the app has no key, only tokens: every URL of a task is signed with a user delegation key. An Azurite of its own plays it, by
/// https and with tokens; it checks each signature.
/// </summary>
public sealed class UserDelegationTests(AppFixture shared) : IAsyncLifetime
{
    private const string Account = "sttokens";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer _azurite = null!;
    private FurtherStorage _storage = null!;
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteServer.StartOrAdoptAsync(
            new AzuriteOptions { DataDirectory = _folder["azurite"], InMemory = true, Leashed = true, TakesTokens = true, FurtherAccounts = [Account] },
            await AzuriteInstaller.EnsureAsync(),
            cancellationToken: s_cancel);
        BlobClientOptions trusting = new() { Transport = PinnedCertificate.Transport(_azurite.CertificatePath!) };
        _storage = new FurtherStorage(shared.Azurite, Account, new BlobServiceClient(_azurite.Endpoints.ConnectionStringOf(Account), trusting));
        _app = await RunningApp.StartByTokensAsync(shared.Azurite, options => options with { StorageCertificate = _azurite.CertificatePath }, _storage.Settings);
        _storage.Of(_app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Single_files_containers_and_outputs_go_by_a_sas_of_a_user_delegation_key()
    {
        foreach (string name in (string[])["in/a.txt", "in/b c.txt", "common/x.txt", "common/two/y.txt"])
        {
            await _storage.UploadAsync("Inputs", name, name);
        }

        string id = await _storage.UploadAsync("Jobs", "delegated.job.json", $$"""
            {"schemaVersion":"1.0","id":"delegated","taskFactory":{"type":"taskPerFile",
             "source":{"autoStorageContainerName":"{{_app.Container("Inputs")}}","blobPrefix":"in/"},
             "repeatTask":{"commandLine":"/bin/sh -c 'cat \"{fileName}\" shared/common/x.txt shared/common/two/y.txt inline.txt'",
              "resourceFiles":[
               {"httpUrl":"{url}","filePath":"{fileName}"},
               {"autoStorageContainerName":"{{_app.Container("Inputs")}}","blobPrefix":"common/","filePath":"shared"},
               {"content":"inline","filePath":"inline.txt"}]} } }
            """);
        await _storage.SendEventAsync("Jobs", "delegated.job.json");

        JsonElement run = await _app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        List<string> written = [];
        await foreach (BlobItem blob in _storage.Blobs("Outputs").GetBlobsAsync(new GetBlobsOptions { Prefix = $"{id}/" }, s_cancel))
        {
            if (blob.Name.EndsWith("stdout.txt", StringComparison.Ordinal))
            {
                written.Add((await _storage.Blobs("Outputs").GetBlobClient(blob.Name).DownloadContentAsync(s_cancel)).Value.Content.ToString());
            }
        }

        Assert.Equal(["in/a.txtcommon/x.txtcommon/two/y.txtinline", "in/b c.txtcommon/x.txtcommon/two/y.txtinline"], written.Order(StringComparer.Ordinal));
        string[] log = await File.ReadAllLinesAsync(_azurite.LogPath, s_cancel);
        Assert.Contains(log, line => line.Contains("comp=userdelegationkey", StringComparison.Ordinal));
        Assert.Contains(log, Signed("GET", "Inputs", "in/a.txt", " 200 "));
        Assert.Contains(log, Signed("GET", "Inputs", "restype=container", " 200 "));
        Assert.Contains(log, Signed("PUT", "Outputs", "stdout.txt", " 201 "));
    }

    [Fact]
    public async Task Each_url_opens_one_blob_or_container_in_one_direction()
    {
        await _storage.UploadAsync("Inputs", "one/a.txt", "a");
        await _storage.UploadAsync("Inputs", "one/b.txt", "b");
        StorageUrls urls = await _app.Services.GetRequiredService<StorageUrlsFactory>().CreateAsync(
            _app.Services.GetRequiredService<StorageAccounts>().Find(Account), TimeSpan.FromHours(1), s_cancel);
        (string inputs, string outputs) = (_app.Container("Inputs"), _app.Container("Outputs"));
        string reading = urls.BlobForReading(inputs, "one/a.txt");
        string writing = urls.ContainerForWriting(outputs);

        Assert.All((string[])[reading, writing], url => Assert.Contains("skoid=", url, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, reading));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, reading.Replace("a.txt", "b.txt", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Put, reading));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(HttpMethod.Put, writing.Replace($"/{outputs}?", $"/{outputs}/c.txt?", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, writing.Replace($"/{outputs}?", $"/{outputs}/c.txt?", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Put, writing.Replace($"/{outputs}?", $"/{inputs}/c.txt?", StringComparison.Ordinal)));
    }

    private Predicate<string> Signed(string verb, string container, string name, string status) => line =>
        line.Contains($"\"{verb} /{Account}/{_app.Container(container)}", StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal)
        && line.Contains("skoid=", StringComparison.Ordinal) && line.Contains(status, StringComparison.Ordinal);

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string url)
    {
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                certificate?.ExportCertificatePem().ReplaceLineEndings() == File.ReadAllText(_azurite.CertificatePath!).ReplaceLineEndings(),
        };
        using HttpClient http = new(handler);
        using HttpRequestMessage request = new(method, url);
        if (method == HttpMethod.Put)
        {
            request.Content = new StringContent("written");
            request.Headers.Add("x-ms-blob-type", "BlockBlob");
        }

        using HttpResponseMessage answer = await http.SendAsync(request, s_cancel);
        return answer.StatusCode;
    }
}
