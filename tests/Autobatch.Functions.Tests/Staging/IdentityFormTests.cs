using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Accounts;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>
/// A run whose home is not the linked storage account, in an account that is linked by identity: tasks get the container's URL with the nodes' identity and
/// no credential, and only a pool that has the identity opens it.
/// </summary>
public sealed class IdentityFormTests(AppFixture shared) : IAsyncLifetime
{
    private const string Identities = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    private const string Nodes = $"{Identities}/form-nodes";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly FurtherStorage _home = new(shared.Azurite, "stwest");
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            shared.Azurite,
            options => AccountFixture.WithAccounts(options) is var known
                ? known with { StorageAccounts = [.. known.StorageAccounts, new() { Name = "stwest", Location = "northeurope", ConnectionString = shared.Azurite.ConnectionStringOf("stwest") }] }
                : options,
            [.. AccountFixture.Settings(), .. _home.Settings]);
        _home.Of(_app);
        await ArmAsync(HttpMethod.Patch, "", $$"""
            {"identity":{"type":"SystemAssigned"},"properties":{"autoStorage":{"storageAccountId":"{{AccountFixture.StorageId("general")}}",
             "authenticationMode":"BatchAccountManagedIdentity","nodeIdentityReference":{"resourceId":"{{Nodes}}"} } } }
            """);
        _app.Services.GetRequiredService<Autobatch.Functions.Accounts.Facts.AccountFacts>().Forget(AccountFixture.North);
        foreach (string name in (string[])["in/a.txt", "in/two/b.txt"])
        {
            await _home.UploadAsync("Inputs", name, name);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Pool_with_the_identity_reads_and_writes_containers_by_their_urls_without_a_credential()
    {
        await PoolAsync("right", Nodes);

        (JsonElement run, string id) = await RunAsync("right");

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal("in/a.txtin/two/b.txt", await TextAsync("whole"));
        Assert.Equal("in/a.txt", await TextAsync("single"));
        JsonElement whole = await TaskAsync(run, "whole");
        Assert.Equal(
            (_home.Blobs("Inputs").Uri.AbsoluteUri, Nodes),
            (whole.GetProperty("resourceFiles")[0].GetProperty("storageContainerUrl").GetString(), IdentityOf(whole.GetProperty("resourceFiles")[0])));
        JsonElement written = whole.GetProperty("outputFiles").EnumerateArray().First(f => f.GetProperty("filePattern").GetString() == "out.txt").GetProperty("destination").GetProperty("container");
        Assert.Equal((_home.Blobs("Outputs").Uri.AbsoluteUri, Nodes), (written.GetProperty("containerUrl").GetString(), IdentityOf(written)));

        async Task<string> TextAsync(string task) => (await _home.Blobs("Outputs").GetBlobClient($"{id}/{task}/out.txt").DownloadContentAsync(s_cancel)).Value.Content.ToString();
    }

    [Fact]
    public async Task Pool_with_another_identity_is_refused_before_a_job_is_made()
    {
        await PoolAsync("wrong", $"{Identities}/others");

        (JsonElement run, string id) = await RunAsync("wrong");

        Assert.Equal(("Failed", "PoolIdentityMissing"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains(Nodes, run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False((await _home.Blobs("Outputs").GetBlobClient($"{id}/whole/out.txt").ExistsAsync(s_cancel)).Value);
    }

    private async Task<(JsonElement Run, string Id)> RunAsync(string pool)
    {
        string output = $$"""
            "outputFiles":[{"filePattern":"out.txt","destination":{"autoStorage":{"identityReference":{"resourceId":"{{Nodes}}"} } },"uploadOptions":{"uploadCondition":"taskcompletion"} }]
            """;
        string id = await _home.UploadAsync("Jobs", $"{pool}.job.json", $$"""
            {"schemaVersion":"1.0","id":"identity-{{pool}}","batchAccounts":["north"],"poolInfo":{"poolId":"{{pool}}"},"tasks":[
             {"id":"whole","commandLine":"/bin/sh -c 'cat f/in/a.txt f/in/two/b.txt > out.txt'",
              "resourceFiles":[{"autoStorageContainerName":"{{_app.Container("Inputs")}}","blobPrefix":"in/","filePath":"f"}],{{output}}},
             {"id":"single","commandLine":"/bin/sh -c 'cat a.txt > out.txt'",
              "resourceFiles":[{"httpUrl":"{{_home.Blobs("Inputs").GetBlobClient("in/a.txt").Uri}}","filePath":"a.txt","identityReference":{"resourceId":"{{Nodes}}"} }],{{output}}}]}
            """);
        await _home.SendEventAsync("Jobs", $"{pool}.job.json");
        return (await _app.EndOfAsync(id), id);
    }

    private async Task PoolAsync(string id, string identity)
    {
        await ArmAsync(HttpMethod.Put, $"/pools/{id}", $$"""
            {"identity":{"type":"UserAssigned","userAssignedIdentities":{"{{identity}}":{} } },
             "properties":{"vmSize":"a","taskSlotsPerNode":2,"scaleSettings":{"fixedScale":{"targetDedicatedNodes":1} } } }
            """);
        using HttpClient http = Emulator();
        await Wait.UntilAsync(
            async () => (await http.GetStringAsync($"{AccountFixture.North}/pools/{id}?api-version=2025-06-01", s_cancel)).Contains("\"allocationState\":\"steady\"", StringComparison.Ordinal),
            $"pool {id} is steady",
            cancellationToken: s_cancel);
    }

    private async Task<JsonElement> TaskAsync(JsonElement run, string task)
    {
        using HttpClient http = Emulator();
        return JsonElement.Parse(await http.GetStringAsync($"{AccountFixture.North}/jobs/{run.GetProperty("jobId").GetString()}/tasks/{task}?api-version=2025-06-01", s_cancel));
    }

    private static string? IdentityOf(JsonElement parent) => parent.GetProperty("identityReference").GetProperty("resourceId").GetString();

    private async Task ArmAsync(HttpMethod method, string below, string body)
    {
        using HttpClient http = Emulator();
        using HttpRequestMessage request = new(method, $"{AccountFixture.Id(AccountFixture.North).TrimStart('/')}{below}?api-version=2024-07-01")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage answer = await http.SendAsync(request, s_cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(s_cancel));
    }

    private HttpClient Emulator() => new()
    {
        BaseAddress = _app.Emulator.HttpAddress,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "autobatch-development-token") },
    };
}
