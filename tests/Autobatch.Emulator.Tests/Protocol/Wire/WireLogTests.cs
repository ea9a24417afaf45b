using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Protocol.Wire;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Protocol.Wire;

/// <summary>What <c>--debug</c> writes.</summary>
public sealed class WireLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_exchange_is_a_line_with_its_bodies_and_without_its_credentials()
    {
        await RunAsync(async (host, client) =>
        {
            (await client.Post("/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Created);
            (await client.Get("/jobs/absent")).Expect(HttpStatusCode.NotFound);
            (await client.Post("/jobs", $$"""{"id":"{{new string('x', WireLog.MostBytes)}}"}""")).Expect(HttpStatusCode.RequestEntityTooLarge);
            (await client.Post("/jobs", "nonsense")).Expect(HttpStatusCode.BadRequest);
            await client.Get("/jobs?api-version=2025-06-01&sv=1&sig=c4n4ry%2B");
        });

        var lines = Lines();
        Assert.Equal(5, lines.Count);
        Assert.Equal(("POST", "/jobs?api-version=2025-06-01", 201), (lines[0].Text("method"), lines[0].Text("target"), lines[0].GetProperty("status").GetInt32()));
        Assert.Equal("""{"id":"j","poolInfo":{"poolId":"p"}}""", lines[0].GetProperty("request").GetRawText());
        Assert.False(lines[0].TryGetProperty("response", out _));
        Assert.StartsWith("http", lines[0].GetProperty("responseHeaders").GetProperty("Location").GetString(), StringComparison.Ordinal);
        Assert.Equal("JobNotFound", lines[1].GetProperty("response").GetProperty("code").GetString());
        Assert.False(lines[2].TryGetProperty("request", out _));
        Assert.Equal(8, lines[3].GetProperty("requestBytes").GetInt32());
        Assert.EndsWith("&sig=***", lines[4].Text("target"), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.False(line.GetProperty("requestHeaders").TryGetProperty("Authorization", out _)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["wire.jsonl"]));
        }
    }

    [Fact]
    public async Task A_file_is_continued_and_half_a_line_of_before_spoils_nothing()
    {
        await File.WriteAllTextAsync(_folder["wire.jsonl"], """{"half":""", TestContext.Current.CancellationToken);
        await RunAsync((_, client) => client.Get("/jobs"));
        await RunAsync((_, client) => client.Get("/pools"));

        var lines = await File.ReadAllLinesAsync(_folder["wire.jsonl"], TestContext.Current.CancellationToken);
        Assert.Equal(["""{"half":""", "/jobs", "/pools"], lines.Where(line => line.Length > 0).Select(line => line.StartsWith("""{"time""", StringComparison.Ordinal) ? JsonElement.Parse(line).Text("target").Split('?')[0] : line));
    }

    [Fact]
    public async Task A_lost_answer_is_said_to_be_lost()
    {
        await RunAsync(async (host, client) =>
        {
            (await client.Control(host, HttpMethod.Put, "faults", """{"rules":[{"kind":"connectionReset","operation":"GET /jobs"}]}""")).Expect(HttpStatusCode.OK);
            await Assert.ThrowsAsync<HttpRequestException>(() => client.Get("/jobs"));
        });

        var line = Lines()[^1];
        Assert.True(line.GetProperty("aborted").GetBoolean());
        Assert.False(line.TryGetProperty("status", out _));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_at_the_start() => Assert.Contains(
        _folder.Path,
        (await Assert.ThrowsAsync<IOException>(() => EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, Debug = _folder.Path }, TestContext.Current.CancellationToken))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://sa.blob.core.windows.net/c?sv=1&sig=a%2Bb%3D&se=2", "https://sa.blob.core.windows.net/c?sv=1&sig=***&se=2")]
    [InlineData("curl 'http://a/b?sig=abc' -o x", "curl 'http://a/b?sig=***' -o x")]
    [InlineData("https%3A%2F%2Fa%2Fb%3Fsig%3Dabc", "https%3A%2F%2Fa%2Fb%3Fsig%3D***")]
    [InlineData("AccountName=a;AccountKey=abc==;EndpointSuffix=x", "AccountName=a;AccountKey=***;EndpointSuffix=x")]
    [InlineData("design=1&nosig", "design=1&nosig")]
    public void Signatures_and_keys_are_blackened_in_any_text(string text, string shown) => Assert.Equal(shown, Blackened.Text(text));

    [Theory]
    [InlineData("""{"password":"a","Password":1,"sasKey":null}""", """{"password":"***","Password":"***","sasKey":null}""")]
    [InlineData("""{"protectedSettings":{"a":"b"},"settings":{"a":"b"}}""", """{"protectedSettings":{},"settings":{"a":"b"}}""")]
    [InlineData("""{"accountName":"a","primary":"k","secondary":"l"}""", """{"accountName":"a","primary":"***","secondary":"***"}""")]
    [InlineData("""{"keys":[{"keyName":"key1","value":"k"}]}""", """{"keys":[{"keyName":"key1","value":"***"}]}""")]
    [InlineData("""{"value":[{"name":"a","value":"b"}]}""", """{"value":[{"name":"a","value":"b"}]}""")]
    public void Secrets_are_blackened_and_shapes_stay(string body, string shown)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            Blackened.Write(writer, JsonElement.Parse(body));
        }

        Assert.Equal(shown, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private async Task RunAsync(Func<EmulatorHost, EmulatorClient, Task> talk)
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, Debug = _folder["wire.jsonl"] }, TestContext.Current.CancellationToken);
        using EmulatorClient client = new(host.HttpAddress);
        await talk(host, client);
    }

    private List<JsonElement> Lines() => [.. File.ReadLines(_folder["wire.jsonl"]).Select(line => JsonElement.Parse(line))];
}
