using System.Globalization;
using System.Net;
using System.Text;
using Autobatch.Emulator.Tests.Wire;
using CsCheck;

namespace Autobatch.Emulator.Tests.Fuzz;

/// <summary>The same texts through the door: an answer below 500 in bounded time, and nothing of what lies outside.</summary>
public sealed class WireFuzzTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Secret = "what-nobody-may-read";
    private static readonly UriCreationOptions s_asItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    [Fact]
    public async Task File_routes()
    {
        var client = emulator.Client;
        var pool = await client.Pool();
        var job = await client.Job(pool);
        await client.Task(job, "t", "/bin/sh -c 'echo out; ln -s / root; ln -s .. up; touch a'");
        var node = (await client.TaskIs(job, "t", "completed")).GetProperty("nodeInfo").GetProperty("nodeId").GetString()!;
        var outside = Path.Combine(Path.GetDirectoryName(emulator.NodeFolder(pool, node))!, "secret");
        await File.WriteAllTextAsync(outside, Secret, TestContext.Current.CancellationToken);
        var paths = Gen.Select(FuzzRound.Texts("paths", "wd/", "root/", "up/", "../", "%2f", "%2e%2e", "secret"), Gen.Bool, Gen.OneOf("GET", "HEAD", "DELETE"));

        await FuzzRound.Run(paths.Select(one => $"{one.Item3} {(one.Item2 ? $"/jobs/{job}/tasks/t" : $"/pools/{pool}/nodes/{node}")}/files/{Escaped(one.Item1)}?recursive=true"), async text =>
        {
            var answer = await Send(new(text.Split(' ')[0]), text.Split(' ')[1]);
            Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
        });

        Assert.Equal(Secret, await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Queries()
    {
        var lists = Gen.OneOf("/jobs", "/pools", "/nodecounts", "/applications", "/jobs/none/tasks");
        var texts = Gen.Select(FuzzRound.Texts("filters", "id", " eq ", "'x'", "state"), lists, Gen.OneOf("$filter", "$select", "$expand", "maxresults", "$skiptoken", "timeout"));
        await FuzzRound.Run(texts.Select(one => $"{one.Item2}?{one.Item3}={Escaped(one.Item1)}"), text => Send(HttpMethod.Get, text));
    }

    [Fact]
    public Task Authorizations() => FuzzRound.Run(FuzzRound.Texts("authorizations", "SharedKey ", "devbatchaccount1", ":", "Bearer ", "."), async text =>
    {
        var answer = await Send(HttpMethod.Get, "/jobs", string.Concat(text.Where(c => c is >= ' ' and < (char)127)));
        Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.Text);
    });

    [Fact]
    public Task Bodies() => FuzzRound.Run(
        FuzzRound.Texts("bodies", "{", "}", "[", "]", ":", ",", "\"id\"", "\"commandLine\"", "null", "true", "1e999", "\"poolInfo\"", "\"value\""),
        async text =>
        {
            foreach (var route in (string[])["/jobs", "/pools", "/jobs/none/tasks", "/jobs/none/addtaskcollection", "/jobschedules"])
            {
                await Send(HttpMethod.Post, route, body: text);
            }
        });

    private async Task<Answer> Send(HttpMethod method, string target, string authorization = $"Bearer {WellKnown.DevelopmentToken}", string? body = null)
    {
        var version = target.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        using HttpRequestMessage request = new(method, new Uri($"{emulator.Host.HttpAddress.AbsoluteUri.TrimEnd('/')}{target}{version}api-version=2025-06-01", s_asItIs));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("ocp-date", TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await emulator.Client.SendRaw(request);
        Assert.True((int)answer.Status < 500 || answer.Status == HttpStatusCode.NotImplemented, $"{method} {target} answered {answer.Status}: {answer.Text}");
        return answer;
    }

    /// <summary>Whatever cannot stand in a request line is escaped, and a per cent sign only if it is one.</summary>
    private static string Escaped(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => b is > (byte)' ' and < 127 and not (byte)'?' and not (byte)'#' and not (byte)'&' and not (byte)'"' ? $"{(char)b}" : $"%{b:x2}"));
}
