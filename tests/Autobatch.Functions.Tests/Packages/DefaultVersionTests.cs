using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

public sealed class DefaultVersionTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Default_is_set_once_its_version_is_active_whatever_came_first()
    {
        string application = Registrations.Unique();
        string wish = await _app.DropAsync("Packages", $"{application}/default.txt", "2.0\r\n");
        await _app.StatusAsync(wish, "Waiting");
        Assert.Equal("WaitingForPackage", (await _app.GetAsync($"api/runs/{wish}")).GetProperty("waitingFor").GetString());

        await _app.RegisterAsync(application, "1.0", Zips.Of(("a.txt", "one")));
        Assert.Null(await _app.DefaultVersionAsync(application));
        await _app.RegisterAsync(application, "2.0", Zips.Of(("a.txt", "two")));

        Assert.Equal("Completed", (await _app.EndOfAsync(wish)).GetProperty("status").GetString());
        Assert.Equal("2.0", await _app.DefaultVersionAsync(application));
    }

    [Fact]
    public async Task Dropping_it_again_changes_the_default()
    {
        string application = Registrations.Unique();
        await _app.RegisterAsync(application, "1", Zips.Of(("a.txt", "one")));
        await _app.RegisterAsync(application, "2", Zips.Of(("a.txt", "two")));
        Assert.Equal("1", await _app.DefaultVersionAsync(application));

        await _app.EndOfAsync(await _app.DropAsync("Packages", $"{application}/default.txt", "\uFEFF2"));
        Assert.Equal("2", await _app.DefaultVersionAsync(application));

        await _app.EndOfAsync(await _app.DropAsync("Packages", $"{application}/default.txt", " 1 "));
        Assert.Equal("1", await _app.DefaultVersionAsync(application));
    }

    [Fact]
    public async Task Wish_that_a_later_one_replaced_is_given_up()
    {
        string application = Registrations.Unique();
        await _app.RegisterAsync(application, "1", Zips.Of(("a.txt", "one")));
        string never = await _app.DropAsync("Packages", $"{application}/default.txt", "9");
        await _app.StatusAsync(never, "Waiting");

        // Until its step is over the first one might still read what is dropped next, and then it is fulfilled.
        RunLedger ledger = _app.Services.GetRequiredService<RunLedger>();
        await Wait.UntilAsync(
            async () => (await ledger.FindOpenAsync(int.MaxValue, TestContext.Current.CancellationToken)).All(e => e.Id != never),
            "the first wish is kept",
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        await _app.EndOfAsync(await _app.DropAsync("Packages", $"{application}/default.txt", "1"));

        Assert.Equal("Canceled", (await _app.EndOfAsync(never)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("1\n2")]
    [InlineData("../../1")]
    [InlineData(".1")]
    [InlineData("1\u0000")]
    [InlineData("<script>")]
    public async Task Hostile_content_is_refused(string content)
    {
        string application = Registrations.Unique();

        string id = await _app.DropAsync("Packages", $"{application}/default.txt", content);
        JsonElement rejected = await _app.EndOfAsync(id);

        Assert.Equal("Rejected", rejected.GetProperty("status").GetString());
        Assert.Equal("BadDefaultVersion", (await _app.ReadJsonAsync("Results", $"{id}/error.json")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Enormous_or_binary_content_is_refused()
    {
        string large = await _app.DropAsync("Packages", $"{Registrations.Unique()}/default.txt", new string('1', 5_000_000));
        string binary = await _app.DropAsync("Packages", $"{Registrations.Unique()}/default.txt", new BinaryData(new byte[] { 0x31, 0xFF, 0xFE }));

        Assert.Equal("BadDefaultVersion", (await _app.EndOfAsync(large)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("BadDefaultVersion", (await _app.EndOfAsync(binary)).GetProperty("error").GetProperty("code").GetString());
    }
}
