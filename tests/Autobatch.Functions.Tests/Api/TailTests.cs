using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Api;

public sealed class TailTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Output_of_a_running_task_is_followed_by_ranges()
    {
        using Gate gate = new();
        string id = await _app.StartRunAsync(TestManifests.Commands("tail", $"/bin/sh -c 'echo one; {gate.Wait}; echo two'"));
        string path = $"api/runs/{id}/tasks/t0/files/stdout.txt";

        string first = "";
        await Wait.UntilAsync(async () => (first = await FromAsync(path, 0) ?? "") == "one\n", "the running task's first line can be read", cancellationToken: s_cancel);
        Assert.Equal("running", (await _app.GetAsync($"api/runs/{id}/tasks")).GetProperty("tasks")[0].GetProperty("state").GetString());
        using (HttpResponseMessage nothingYet = await AskAsync(path, first.Length))
        {
            Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, nothingYet.StatusCode);
            Assert.Equal("bytes */4", nothingYet.Content.Headers.ContentRange!.ToString());
            Assert.Equal("InvalidRange", JsonSerializer.Deserialize<JsonElement>(await nothingYet.Content.ReadAsStringAsync(s_cancel)).GetProperty("code").GetString());
        }

        gate.Open();
        string? next = null;
        await Wait.UntilAsync(async () => (next = await FromAsync(path, first.Length)) is not null, "more can be read", cancellationToken: s_cancel);
        Assert.Equal("two\n", next);
        await _app.EndOfAsync(id);
    }

    private async Task<string?> FromAsync(string path, long offset)
    {
        using HttpResponseMessage answer = await AskAsync(path, offset);
        return answer.StatusCode == HttpStatusCode.PartialContent ? await answer.Content.ReadAsStringAsync(s_cancel) : null;
    }

    private async Task<HttpResponseMessage> AskAsync(string path, long offset)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(offset, null) } };
        return await _app.Http.SendAsync(request, s_cancel);
    }
}
