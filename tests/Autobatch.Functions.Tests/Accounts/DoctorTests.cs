using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>Accounts looked over on the emulator: two regions, storage accounts of every kind.</summary>
public sealed class DoctorTests(AccountFixture fixture) : IClassFixture<AccountFixture>
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sound_account_has_a_line_for_each_check_and_the_list_tells_the_worst()
    {
        JsonElement doctor = await fixture.App.GetAsync("api/accounts/north/doctor");
        JsonElement list = await fixture.App.GetAsync("api/accounts");

        Assert.Equal(
            ["names", "credentials", "key", "clock", "account", "authentication", "link", "region", "kind", "firewall", "namespace", "keySync", "quota", "pools", "events"],
            doctor.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.All(doctor.GetProperty("checks").EnumerateArray(), c => Assert.True(c.GetProperty("state").GetString() == "ok", c.ToString()));
        Assert.Contains("local runtime", Check(doctor, "events").GetProperty("line").GetString(), StringComparison.Ordinal);
        Assert.All(doctor.GetProperty("features").EnumerateArray(), f => Assert.Equal("works", f.GetProperty("state").GetString()));
        JsonElement[] accounts = [.. list.GetProperty("accounts").EnumerateArray()];
        Assert.Equal([("north", "northeurope", "ok"), ("west", "westus", "warning")], accounts.Select(a => (Text(a, "name"), Text(a, "region"), Text(a, "doctor"))));
        Assert.Equal((AccountFixture.StorageId("general"), "StorageKeys"), (Text(accounts[0], "autoStorageAccountId"), Text(accounts[0], "autoStorageAuthentication")));
        Assert.Equal(300, accounts[0].GetProperty("quota").GetProperty("activeJobs").GetInt32());
    }

    [Fact]
    public async Task Storage_account_of_another_region_is_a_warning()
    {
        JsonElement doctor = await fixture.App.GetAsync("api/accounts/west/doctor");

        Assert.Equal("warning", Text(Check(doctor, "region"), "state"));
        Assert.Equal("ok", Text(Check(doctor, "link"), "state"));
        Assert.NotEmpty(Text(Check(doctor, "region"), "mend"));
    }

    [Theory]
    [InlineData("oldkind", "kind", "warning", "retired in October 2026", "conditional")]
    [InlineData("tree", "namespace", "problem", "hierarchical namespace", "lost")]
    [InlineData("walled", "firewall", "problem", "firewall", "lost")]
    public async Task Storage_account_that_takes_features_away_is_told_with_them(string storage, string check, string state, string line, string packages)
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            o => AccountFixture.WithAccounts(o) with { Accounts = [.. AccountFixture.WithAccounts(o).Accounts.Select(a => a with { StorageAccount = storage })] },
            AccountFixture.Settings());

        JsonElement doctor = await app.GetAsync("api/accounts/north/doctor");

        Assert.Equal(state, Text(Check(doctor, check), "state"));
        Assert.Contains(line, Text(Check(doctor, check), "line"), StringComparison.Ordinal);
        Assert.Equal(packages, Text(doctor.GetProperty("features").EnumerateArray().Single(f => Text(f, "feature") == "applicationPackages"), "state"));
    }

    [Fact]
    public async Task Key_of_another_account_is_found_before_any_run_and_the_log_says_so_at_start()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            AccountFixture.WithAccounts,
            AccountFixture.Settings(("Autobatch:Accounts:1:Key", AccountFixture.NorthKey), ("Autobatch:Doctor:AtStart", "true")));

        JsonElement doctor = await app.GetAsync("api/accounts/west/doctor");
        await Wait.UntilAsync(() => app.Logs.All.Any(l => l.Contains("Account west, key: Problem", StringComparison.Ordinal)), "the key's line", cancellationToken: s_cancel);

        Assert.Equal(("problem", "problem"), (Text(Check(doctor, "credentials"), "state"), Text(Check(doctor, "key"), "state")));
        Assert.DoesNotContain(AccountFixture.NorthKey, doctor.ToString(), StringComparison.Ordinal);
        Assert.Contains(app.Logs.All, l => l.Contains("Account north, credentials: Ok", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Endpoint_that_hangs_makes_one_problem_and_no_hanging_answer()
    {
        using TcpListener hole = new(IPAddress.Loopback, 0);
        hole.Start();
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            AccountFixture.WithAccounts,
            AccountFixture.Settings(("Autobatch:Accounts:1:Endpoint", $"http://{hole.LocalEndpoint}/"), ("Autobatch:Doctor:Timeout", "00:00:02")));

        Stopwatch clock = Stopwatch.StartNew();
        JsonElement doctor = await app.GetAsync("api/accounts/west/doctor");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"{clock.Elapsed}");
        Assert.Equal("credentials", Assert.Single(doctor.GetProperty("checks").EnumerateArray().Where(c => Text(c, "state") == "problem").Select(c => Text(c, "name"))));
        Assert.Equal(("unknown", "unknown"), (Text(Check(doctor, "clock"), "state"), Text(Check(doctor, "quota"), "state")));
    }

    [Fact]
    public async Task Account_that_is_not_configured_is_not_found()
    {
        using HttpResponseMessage answer = await fixture.App.Http.GetAsync("api/accounts/nowhere/doctor", s_cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("AccountNotFound", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(s_cancel), "code"));
    }

    private static JsonElement Check(JsonElement doctor, string name) => doctor.GetProperty("checks").EnumerateArray().Single(c => Text(c, "name") == name);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
