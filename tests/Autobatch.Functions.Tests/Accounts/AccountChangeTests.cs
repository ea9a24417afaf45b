using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>Accounts made, linked and unlinked over HTTP.</summary>
public sealed class AccountChangeTests(AccountFixture fixture) : IClassFixture<AccountFixture>
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Account_is_made_with_its_storage_once_however_often_it_is_asked_for()
    {
        string body = $$"""{"location":"northeurope","autoStorage":{"storageAccountId":"{{AccountFixture.StorageId("general")}}"} }""";

        JsonElement first = await EndAsync(_app, await SendAsync("PUT", "api/accounts/made1", body));
        JsonElement again = await EndAsync(_app, await SendAsync("PUT", "api/accounts/made1", body));
        using HttpResponseMessage other = await SendAsync("PUT", "api/accounts/made1", """{"location":"westus"}""");

        Assert.Equal(("Succeeded", "Succeeded"), (Text(first, "status"), Text(again, "status")));
        Assert.Empty(first.GetProperty("lost").EnumerateArray());
        BatchAccountFacts facts = await FactsAsync("made1");
        Assert.Equal(("northeurope", "general", PoolAllocation.BatchService), (facts.Region, facts.Link?.StorageAccount, facts.PoolAllocation));
        await RefusedAsync(other, HttpStatusCode.Conflict, "AccountExists");
    }

    [Fact]
    public async Task Account_with_nodes_in_the_users_subscription_wants_a_vault_and_names_what_it_loses()
    {
        const string vault = """{"id":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.KeyVault/vaults/v","url":"https://v.vault.azure.net/"}""";
        using HttpResponseMessage without = await SendAsync("PUT", "api/accounts/mine1", """{"location":"westus","poolAllocationMode":"UserSubscription"}""");
        JsonElement made = await EndAsync(
            _app, await SendAsync("PUT", "api/accounts/mine1", $$"""{"location":"westus","poolAllocationMode":"UserSubscription","keyVaultReference":{{vault}}}"""));

        await RefusedAsync(without, HttpStatusCode.BadRequest, "InvalidAccount");
        Assert.Equal("Succeeded", Text(made, "status"));
        Assert.Equal(
            ["sharedKey", "coreQuota", "lowPriorityNodes", "applicationPackages (lost)", "containersByName (lost)"],
            made.GetProperty("lost").EnumerateArray().Select(l => Text(l, "feature")));
        BatchAccountFacts facts = await FactsAsync("mine1");
        Assert.Equal((PoolAllocation.UserSubscription, null, true), (facts.PoolAllocation, facts.Quotas.DedicatedCores, facts.KeyVault!.EndsWith("/vaults/v", StringComparison.Ordinal)));
        Assert.DoesNotContain("SharedKey", facts.AuthenticationModes);
    }

    [Fact]
    public async Task Storage_is_linked_changed_and_unlinked_by_operations_that_name_what_is_lost()
    {
        await EndAsync(_app, await SendAsync("PUT", "api/accounts/linked1", """{"location":"northeurope"}"""));
        using HttpResponseMessage early = await SendAsync("POST", "api/accounts/linked1/autostorage/sync-keys", "{}");

        JsonElement linked = await EndAsync(_app, await LinkAsync("linked1", "general"));
        string? tag = (await FactsAsync("linked1")).ETag;
        JsonElement changed = await EndAsync(_app, await LinkAsync("linked1", "tree", ifMatch: tag));
        using HttpResponseMessage stale = await LinkAsync("linked1", "general", ifMatch: tag);
        JsonElement unlinked = await EndAsync(_app, await SendAsync("DELETE", "api/accounts/linked1/autostorage", "{}"));

        await RefusedAsync(early, HttpStatusCode.UnprocessableEntity, "AutoStorageNotLinked");
        Assert.Empty(linked.GetProperty("lost").EnumerateArray());
        Assert.Equal(["applicationPackages (lost)", "mounts (lost)"], changed.GetProperty("lost").EnumerateArray().Select(l => Text(l, "feature")));
        Assert.Contains("hierarchical namespace", changed.ToString(), StringComparison.Ordinal);
        await RefusedAsync(stale, HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        Assert.Equal("Succeeded", Text(unlinked, "status"));
        Assert.Null((await FactsAsync("linked1")).Link);
    }

    [Fact]
    public async Task Link_by_identity_is_set_with_the_nodes_identity()
    {
        const string identity = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
        string link = $$"""{"storageAccountId":"{{AccountFixture.StorageId("general")}}","authenticationMode":"BatchAccountManagedIdentity","nodeIdentityReference":{"resourceId":"{{identity}}"} }""";

        JsonElement made = await EndAsync(
            _app, await SendAsync("PUT", "api/accounts/identity1", $$"""{"location":"northeurope","userAssignedIdentities":["{{identity}}"],"autoStorage":{{link}}}"""));

        Assert.Equal("Succeeded", Text(made, "status"));
        BatchAccountFacts facts = await FactsAsync("identity1");
        Assert.Equal((AutoStorageAuthentication.BatchAccountManagedIdentity, identity), (facts.Link!.Authentication, facts.Link.NodeIdentity));
        Assert.Equal([identity], facts.UserIdentities);
    }

    [Fact]
    public async Task Unlinking_first_names_the_packages_and_runs_that_would_break_and_wants_force()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings());
        await app.DropAsync("Packages", "kept/1.0.zip", Zips.Of(("tool.txt", "tool")));
        await Wait.UntilAsync(async () => (await app.Http.GetAsync("api/packages/kept", s_cancel)).IsSuccessStatusCode, "the package is registered", cancellationToken: s_cancel);
        string run = await app.StartRunAsync(TestManifests.Commands("breaks", "/bin/sleep 600"));
        await app.RunningAsync(run, 1);

        using HttpResponseMessage refused = await SendAsync(app, "DELETE", "api/accounts/north/autostorage", "{}");
        using HttpResponseMessage changed = await SendAsync(app, "PUT", "api/accounts/north/autostorage", $$"""{"storageAccountId":"{{AccountFixture.StorageId("tree")}}"}""");
        JsonElement forced = await EndAsync(app, await SendAsync(app, "DELETE", "api/accounts/north/autostorage?force=true", "{}"));

        JsonElement problem = await RefusedAsync(refused, HttpStatusCode.Conflict, "LinkInUse");
        Assert.Equal(["/packages/kept/1.0", $"/runs/{run}"], problem.GetProperty("errors").EnumerateArray().Select(e => Text(e, "pointer")));
        await RefusedAsync(changed, HttpStatusCode.Conflict, "LinkInUse");
        Assert.Equal("Succeeded", Text(forced, "status"));
        Assert.Null((await AccountFactsTests.FactsAsync(app, AccountFixture.North)).Link);
        using HttpResponseMessage cancelled = await SendAsync(app, "POST", $"api/runs/{run}/cancel", "{}");
    }

    [Fact]
    public async Task Keys_are_read_again_on_request()
    {
        BatchAccountFacts before = await FactsAsync(AccountFixture.West);

        JsonElement synchronised = await EndAsync(_app, await SendAsync("POST", "api/accounts/west/autostorage/sync-keys", "{}"));

        Assert.Equal("Succeeded", Text(synchronised, "status"));
        Assert.True((await FactsAsync(AccountFixture.West)).Link!.LastKeySync > before.Link!.LastKeySync);
    }

    [Fact]
    public async Task Operation_goes_on_after_a_kill()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings());
        using HttpResponseMessage begun = await SendAsync(app, "PUT", "api/accounts/killed1", """{"location":"northeurope"}""");
        await app.KillAsync();

        JsonElement made = await EndAsync(app, begun);

        Assert.Equal("Succeeded", Text(made, "status"));
    }

    [Theory]
    [InlineData("PUT", "api/accounts/Bad_Name", """{"location":"westus"}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/ab", """{"location":"westus"}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", "{", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", "null", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", """{"location":"westus","tier":"gold"}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", """{"location":"west/../us"}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", """{"location":"westus","poolAllocationMode":"Mine"}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", """{"location":"westus","keyVaultReference":{"id":"/a","url":"https://v"}}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/new1", """{"location":"westus","autoStorage":{"storageAccountId":"/subscriptions/s/../x"}}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/north/autostorage", """{"storageAccountId":""}""", 400, "InvalidAccount")]
    [InlineData("PUT", "api/accounts/nowhere/autostorage", """{"storageAccountId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/general"}""", 404, "AccountNotFound")]
    [InlineData("DELETE", "api/accounts/north/autostorage?force=maybe", "{}", 400, "InvalidQuery")]
    [InlineData("DELETE", "api/accounts/..%2fnorth/autostorage", "{}", 404, "AccountNotFound")]
    [InlineData("POST", "api/accounts/nowhere/autostorage/sync-keys", "{}", 404, "AccountNotFound")]
    public async Task What_cannot_be_done_is_refused_at_once(string verb, string path, string body, int status, string code)
    {
        using HttpResponseMessage answer = await SendAsync(verb, path, body);
        await RefusedAsync(answer, (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task What_Resource_Manager_refuses_ends_the_operation_with_its_code()
    {
        JsonElement refused = await EndAsync(_app, await LinkAsync("west", "missing", force: true));

        Assert.Equal(("Failed", "AccountRequestFailed"), (Text(refused, "status"), Text(refused.GetProperty("error"), "code")));
        Assert.Contains("InvalidPropertyValue", refused.ToString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EndAsync(RunningApp app, HttpResponseMessage begun)
    {
        using (begun)
        {
            Assert.True(begun.StatusCode == HttpStatusCode.Accepted, $"{begun.StatusCode}: {await begun.Content.ReadAsStringAsync(s_cancel)}");
            string path = begun.Headers.Location!.ToString().TrimStart('/');
            JsonElement operation = default;
            await Wait.UntilAsync(
                async () => Text(operation = await app.GetAsync(path), "status") != "Running", "the operation has ended", cancellationToken: s_cancel);
            return operation;
        }
    }

    private static async Task<JsonElement> RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        string text = await answer.Content.ReadAsStringAsync(s_cancel);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        JsonElement problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, Text(problem, "code"));
        Assert.DoesNotContain("Autobatch.Functions", text, StringComparison.Ordinal);
        return problem;
    }

    private Task<BatchAccountFacts> FactsAsync(string account) => _app.Services.GetRequiredService<AccountFacts>().AskAsync(
        account, _app.Services.GetRequiredService<ArmClient>().GetBatchAccountResource(new ResourceIdentifier(AccountFixture.Id(account))), s_cancel);

    private Task<HttpResponseMessage> LinkAsync(string account, string storage, string? ifMatch = null, bool force = false) => SendAsync(
        _app, "PUT", $"api/accounts/{account}/autostorage{(force ? "?force=true" : "")}", $$"""{"storageAccountId":"{{AccountFixture.StorageId(storage)}}"}""", ifMatch);

    private Task<HttpResponseMessage> SendAsync(string verb, string path, string body) => SendAsync(_app, verb, path, body);

    private static async Task<HttpResponseMessage> SendAsync(RunningApp app, string verb, string path, string body, string? ifMatch = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(verb), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await app.Http.SendAsync(request, s_cancel);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
