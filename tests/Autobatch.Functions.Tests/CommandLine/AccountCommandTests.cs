using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Functions.Tests.Accounts;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary><c>accounts link</c>, <c>unlink</c>, <c>sync-keys</c>, <c>drain</c> and <c>undrain</c>, on accounts of their own.</summary>
public sealed class AccountCommandTests(AccountFixture fixture) : IClassFixture<AccountFixture>
{
    [Fact]
    public async Task Storage_is_unlinked_and_linked_again_and_its_keys_are_read()
    {
        JsonElement unlinked = await EndedAsync(ExitCodes.Done, "unlink", AccountFixture.West, "--wait");
        Ended nothing = await RunAsync("sync-keys", AccountFixture.West);
        JsonElement linked = await EndedAsync(ExitCodes.Done, "link", AccountFixture.West, AccountFixture.StorageId("tree"), "--authentication", "StorageKeys", "--wait");
        JsonElement back = await EndedAsync(ExitCodes.Done, "link", AccountFixture.West, AccountFixture.StorageId("general"), "--force", "--wait");
        JsonElement synced = await EndedAsync(ExitCodes.Done, "sync-keys", AccountFixture.West, "--wait");

        Assert.Equal(
            ["unlink Succeeded", "link Succeeded", "link Succeeded", "syncKeys Succeeded"],
            new[] { unlinked, linked, back, synced }.Select(o => $"{o.GetProperty("kind")} {o.GetProperty("status")}"));
        Assert.True(nothing.Exit == ExitCodes.NotDone && nothing.Error.StartsWith("AutoStorageNotLinked", StringComparison.Ordinal), nothing.All);
        Assert.Contains(linked.GetProperty("lost").EnumerateArray(), lost => lost.GetProperty("reason").GetString()!.Contains("namespace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operation_is_begun_without_waiting_refused_for_a_stale_tag_and_fails_for_storage_that_is_not_there()
    {
        JsonElement begun = await EndedAsync(ExitCodes.Done, "sync-keys", AccountFixture.North);
        Ended stale = await RunAsync("sync-keys", AccountFixture.North, "--if-match", "\"old\"");
        Ended nobody = await RunAsync("unlink", "nobody");
        JsonElement failed = await EndedAsync(ExitCodes.NotDone, "link", AccountFixture.North, AccountFixture.StorageId("nowhere"), "--force", "--wait");

        Assert.Equal(32, begun.GetProperty("id").GetString()!.Length);
        Assert.True(stale.Exit == ExitCodes.NotDone && stale.Error.StartsWith("PreconditionFailed", StringComparison.Ordinal), stale.All);
        Assert.True(nobody.Exit == ExitCodes.NotDone && nobody.Error.StartsWith("AccountNotFound", StringComparison.Ordinal), nobody.All);
        Assert.Equal("Failed", failed.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Account_is_drained_and_takes_runs_again()
    {
        JsonElement drained = await EndedAsync(ExitCodes.Done, "drain", AccountFixture.West);
        JsonElement again = await EndedAsync(ExitCodes.Done, "undrain", AccountFixture.West);

        Assert.Equal((JsonValueKind.String, false), (drained.GetProperty("drainedSince").ValueKind, again.TryGetProperty("drainedSince", out JsonElement since) && since.ValueKind != JsonValueKind.Null));
    }

    private async Task<JsonElement> EndedAsync(int exit, params string[] arguments)
    {
        Ended ended = await RunAsync(arguments);
        Assert.True(ended.Exit == exit, ended.All);
        return JsonElement.Parse(ended.Output);
    }

    private Task<Ended> RunAsync(params string[] arguments) =>
        Ended.OfAsync(new Dictionary<string, string> { ["AUTOBATCH_ADDRESS"] = fixture.App.Http.BaseAddress!.AbsoluteUri }, ["accounts", .. arguments, "-o", "json"]);
}
