using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Api;

public sealed class ConditionTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Run_that_has_not_changed_is_304_and_one_that_has_is_told_again()
    {
        using Gate gate = new();
        string id = await StartAsync(gate);
        string running = await TagOfAsync(id, "stage", "Watching");
        gate.Open();
        await _app.EndOfAsync(id);

        using HttpResponseMessage changed = await GetAsync(id, running);
        using HttpResponseMessage same = await GetAsync(id, changed.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(changed.Headers.ETag, same.Headers.ETag);
    }

    [Fact]
    public async Task Cancel_with_an_old_tag_changes_nothing_and_with_the_newest_it_cancels()
    {
        using Gate gate = new();
        string id = await StartAsync(gate);
        using HttpResponseMessage refused = await CancelAsync(id, "\"0123456789abcdef-0123456789abcdef\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("PreconditionFailed", JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync(s_cancel)).GetProperty("code").GetString());
        Assert.NotEqual("Cancelling", (await _app.GetAsync($"api/runs/{id}")).GetProperty("status").GetString());

        string tag = await TagOfAsync(id, "stage", "Watching");
        using HttpResponseMessage taken = await CancelAsync(id, tag);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        using HttpResponseMessage again = await CancelAsync(id, tag);
        Assert.True(again.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict, $"{again.StatusCode}");
        Assert.Equal("Canceled", (await _app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Rerun_with_an_old_tag_starts_nothing_and_with_the_newest_it_starts_one()
    {
        string id = await _app.EndAsync(_app.DropAsync("Jobs", "condition.job.json", TestManifests.Commands("condition", "/bin/true")), "Completed");
        using HttpResponseMessage refused = await _app.PostRerunAsync(id, "", ("If-Match", "\"0123456789abcdef-0123456789abcdef\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("PreconditionFailed", JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync(s_cancel)).GetProperty("code").GetString());
        Assert.False((await _app.GetAsync($"api/runs/{id}")).TryGetProperty("reruns", out _), "nothing was started");

        (string, string) tag = ("If-Match", await TagOfAsync(id, "status", "Completed"));
        (string, string) key = ("Idempotency-Key", Guid.NewGuid().ToString("n"));
        using HttpResponseMessage taken = await _app.PostRerunAsync(id, "", tag, key);
        using HttpResponseMessage repeated = await _app.PostRerunAsync(id, "", tag, key);
        using HttpResponseMessage another = await _app.PostRerunAsync(id, "", tag);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.PreconditionFailed), (taken.StatusCode, repeated.StatusCode, another.StatusCode));
        Assert.Equal(taken.RunId(), repeated.RunId());
        Assert.Equal([taken.RunId()], (await _app.GetAsync($"api/runs/{id}")).GetProperty("reruns").EnumerateArray().Select(r => r.GetString()));
    }

    private Task<string> StartAsync(Gate gate) => _app.StartRunAsync(TestManifests.Commands("condition", $"/bin/sh -c '{gate.Wait}'"));

    private async Task<string> TagOfAsync(string id, string property, string value)
    {
        string tag = "";
        await Wait.UntilAsync(
            async () =>
            {
                using HttpResponseMessage answer = await _app.Http.GetAsync($"api/runs/{id}", s_cancel);
                tag = answer.Headers.ETag!.ToString();
                return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(s_cancel)).TryGetProperty(property, out JsonElement told) && told.ValueEquals(value);
            },
            $"{property} of the run is {value}");
        return tag;
    }

    private Task<HttpResponseMessage> GetAsync(string id, string tag) => SendAsync(new HttpRequestMessage(HttpMethod.Get, $"api/runs/{id}"), "If-None-Match", tag);

    private Task<HttpResponseMessage> CancelAsync(string id, string tag) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"api/runs/{id}/cancel") { Content = new StringContent("{}", Encoding.UTF8, "application/json") }, "If-Match", tag);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string header, string value)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation(header, value);
            return await _app.Http.SendAsync(request, s_cancel);
        }
    }
}
