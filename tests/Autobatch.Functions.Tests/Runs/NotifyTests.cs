using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs.Notify;
using Autobatch.Functions.Tests.Support;
using Autobatch.Planning;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class NotifyTests(AppFixture fixture)
{
    private const string Secret = "a-secret-of-the-tests";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_is_told_with_a_signature_once_the_receiver_is_up_again()
    {
        await using Receiver receiver = new(call => call < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.NoContent);
        await using RunningApp app = await StartAsync(receiver);

        string id = await app.DropAsync("Jobs", "told.job.json", Manifest(receiver, "/bin/sh -c 'exit 3'"));
        JsonElement run = await app.EndOfAsync(id);
        await Wait.UntilAsync(() => receiver.Calls.Count >= 3, "three calls came", cancellationToken: Cancel);

        (string path, string? signature, byte[] bytes) = receiver.Calls.Last();
        JsonElement body = JsonSerializer.Deserialize<JsonElement>(bytes);
        Assert.Equal("/hooks/runs", path);
        Assert.Equal(id, body.GetProperty("runId").GetString());
        Assert.Equal("CompletedWithFailures", body.GetProperty("status").GetString());
        Assert.Equal(1, body.GetProperty("tasks").GetProperty("failed").GetInt32());
        Assert.Equal($"{app.Container("Results")}/{id}/result.json", body.GetProperty("links").GetProperty("result").GetString());
        Assert.Equal(run.GetProperty("endedAt").GetString(), body.GetProperty("endedAt").GetString());
        string seconds = signature!.Split(',')[0]["t=".Length..];
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{seconds}."), .. bytes];
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        Assert.Equal($"t={seconds},v1={expected}", signature);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "400")]
    [InlineData(HttpStatusCode.Found, "302")]
    public async Task Refused_call_leaves_a_warning_and_the_run_as_it_ended(HttpStatusCode answer, string named)
    {
        await using Receiver receiver = new(_ => answer);
        await using RunningApp app = await StartAsync(receiver);

        string id = await app.DropAsync("Jobs", "refused.job.json", Manifest(receiver, "/bin/true"));
        string warning = await WarningAsync(app, id);

        Assert.StartsWith("NotifyFailed", warning, StringComparison.Ordinal);
        Assert.Contains(named, warning, StringComparison.Ordinal);
        Assert.Equal("Completed", (await app.GetAsync($"api/runs/{id}")).GetProperty("status").GetString());
        Assert.Equal("/hooks/runs", Assert.Single(receiver.Calls).Path);
    }

    [Fact]
    public async Task Receiver_that_never_answers_well_is_given_up_with_a_warning()
    {
        await using Receiver receiver = new(_ => HttpStatusCode.InternalServerError);
        await using RunningApp app = await StartAsync(receiver, ("Autobatch:Notify:Attempts", "2"));

        string id = await app.DropAsync("Jobs", "down.job.json", Manifest(receiver, "/bin/true"));

        Assert.Contains("500", await WarningAsync(app, id), StringComparison.Ordinal);
        Assert.Equal(2, receiver.Calls.Count);
    }

    [Theory]
    [InlineData("https://nobody-allowed-me.example/hook", "NotifyNotAllowed")]
    [InlineData("http://127.0.0.1/hook", "NotifyNotAllowed")]
    [InlineData("https://user:password@host.example/", "InvalidValue")]
    [InlineData("ftp://host.example/", "InvalidValue")]
    public async Task Host_that_no_setting_allows_is_refused_before_anything_is_made(string url, string code)
    {
        using HttpResponseMessage answer = await fixture.App.PostRunAsync(
            $$"""{ "schemaVersion": "1.0", "id": "n", "notify": { "url": "{{url}}" }, "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }""");

        Assert.Contains($"\"{code}\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:0a00:0001::1", false)]
    public void Only_addresses_of_the_public_internet_are_called(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task Allowed_name_with_a_private_address_is_not_called()
    {
        await using Receiver receiver = new();
        using NotifyClient client = new(new NotifyOptions(new HostPolicy([receiver.Host], AllowPrivate: false), Secret, 1), TimeProvider.System);

        FaultException refused = await Assert.ThrowsAsync<FaultException>(() => client.PostAsync(new Uri($"http://{receiver.Host}/"), "run", [], Cancel));

        Assert.Equal("NotifyNotAllowed", refused.Code);
        Assert.Empty(receiver.Calls);
    }

    private static string Manifest(Receiver receiver, string command) => $$"""
        { "schemaVersion": "1.0", "id": "told", "notify": { "url": "http://{{receiver.Host}}/hooks/runs" }, "tasks": [ { "id": "a", "commandLine": "{{command}}" } ] }
        """;

    private Task<RunningApp> StartAsync(Receiver receiver, params (string, string)[] more) => RunningApp.StartAsync(
        fixture.Azurite,
        [("Autobatch:Notify:AllowedHosts", receiver.Host), ("Autobatch:Notify:Secret", Secret), ("Autobatch:Notify:AllowPrivateAddresses", "true"), .. more]);

    private static async Task<string> WarningAsync(RunningApp app, string id)
    {
        await app.EndOfAsync(id);
        string? warning = null;
        await Wait.UntilAsync(
            async () => (warning = (await app.GetAsync($"api/runs/{id}")).TryGetProperty("warning", out JsonElement w) ? w.GetString() : null) is not null,
            "the run has a warning",
            TimeSpan.FromSeconds(60),
            Cancel);
        return warning!;
    }
}
