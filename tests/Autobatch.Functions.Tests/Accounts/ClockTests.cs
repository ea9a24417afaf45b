using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>A clock that is an hour off: said in one line with its mend, at start and on demand, and gone when the clock is right.</summary>
public sealed class ClockTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PT1H", "behind")]
    [InlineData("-PT1H", "ahead of")]
    public async Task Clock_an_hour_off_is_one_line(string by, string word)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Doctor:AtStart", "true"));
        await FaultAsync(app, HttpMethod.Put, $$"""{"kind":"clockSkew","by":"{{by}}"}""");
        await app.RestartAsync();

        await Wait.UntilAsync(() => Lines(app).Any(l => l.Contains(word, StringComparison.Ordinal)), "the start tells of the clock", cancellationToken: s_cancel);
        JsonElement doctor = await app.GetAsync($"api/accounts/{RunningApp.Account}/doctor");

        string line = Assert.Single(Lines(app), l => l.Contains(word, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', line.Trim());
        JsonElement clock = doctor.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "clock");
        Assert.Equal("problem", clock.GetProperty("state").GetString());
        Assert.Contains("NTP", clock.GetProperty("mend").GetString(), StringComparison.Ordinal);

        await FaultAsync(app, HttpMethod.Delete, null);
        Assert.Equal("ok", (await app.GetAsync($"api/accounts/{RunningApp.Account}/doctor")).GetProperty("state").GetString());
    }

    private static IEnumerable<string> Lines(RunningApp app) => app.Logs.All.Where(l => l.Contains("The app's clock is", StringComparison.Ordinal) && l.Contains("NTP", StringComparison.Ordinal));

    private static async Task FaultAsync(RunningApp app, HttpMethod method, string? rule)
    {
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        using HttpRequestMessage request = new(method, "_emulator/faults/clock") { Content = rule is null ? null : new StringContent(rule, Encoding.UTF8, "application/json") };
        using HttpResponseMessage answer = await emulator.SendAsync(request, s_cancel);
        answer.EnsureSuccessStatusCode();
    }
}
