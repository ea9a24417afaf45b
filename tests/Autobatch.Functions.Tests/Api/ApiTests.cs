using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Api;

public sealed class ApiTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Health_names_each_part()
    {
        JsonElement health = await _app.GetAsync("api/health");

        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal("ok", health.GetProperty("checks").GetProperty($"batch:{RunningApp.Account}").GetString());
    }

    [Fact]
    public async Task Task_files_answer_whole_and_in_parts()
    {
        string id = await _app.StartRunAsync(TestManifests.Commands("files", "/bin/echo 0123456789"));
        await _app.EndOfAsync(id);

        Assert.Equal("0123456789\n", await _app.Http.GetStringAsync($"api/runs/{id}/tasks/t0/files/stdout.txt", TestContext.Current.CancellationToken));
        using HttpRequestMessage part = new(HttpMethod.Get, $"api/runs/{id}/tasks/t0/files/stdout.txt") { Headers = { Range = new RangeHeaderValue(2, 4) } };
        using HttpResponseMessage partial = await _app.Http.SendAsync(part, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, partial.StatusCode);
        Assert.Equal("234", await partial.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("bytes 2-4/11", partial.Content.Headers.ContentRange!.ToString());
        await RefusedAsync($"api/runs/{id}/tasks/t0/files/nothing.txt", HttpStatusCode.NotFound, "FileNotFound");
        await RefusedAsync($"api/runs/{id}/tasks/none/files/stdout.txt", HttpStatusCode.NotFound, "TaskNotFound");
    }

    [Fact]
    public async Task Tasks_come_by_page_and_state()
    {
        string id = await _app.StartRunAsync(TestManifests.Commands("pages", "/bin/true", "/bin/true", "/bin/true"));
        await _app.EndOfAsync(id);

        JsonElement first = await _app.GetAsync($"api/runs/{id}/tasks?top=2&state=completed");
        JsonElement second = await _app.GetAsync($"api/runs/{id}/tasks?top=2&state=completed&continuationToken={first.GetProperty("continuationToken").GetString()}");

        Assert.Equal(2, first.GetProperty("tasks").GetArrayLength());
        Assert.Equal(1, second.GetProperty("tasks").GetArrayLength());
        Assert.False(second.TryGetProperty("continuationToken", out _));
        await RefusedAsync($"api/runs/{id}/tasks?state=sleeping", HttpStatusCode.BadRequest, "InvalidQuery");
        await RefusedAsync($"api/runs/{id}/tasks?continuationToken=aHR0cDovL2V4YW1wbGUuY29t", HttpStatusCode.BadRequest, "InvalidQuery");
    }

    [Theory]
    [InlineData("api/runs?top=0", HttpStatusCode.BadRequest, "InvalidQuery")]
    [InlineData("api/runs?status=Sleeping", HttpStatusCode.BadRequest, "InvalidQuery")]
    [InlineData("api/runs?continuationToken=!!", HttpStatusCode.BadRequest, "InvalidQuery")]
    [InlineData("api/runs/0123456789abcdef0123456789abcdef", HttpStatusCode.NotFound, "RunNotFound")]
    [InlineData("api/runs/nonsense", HttpStatusCode.NotFound, "RunNotFound")]
    [InlineData("api/schemas/nothing.json", HttpStatusCode.NotFound, "SchemaNotFound")]
    public async Task Bad_request_is_a_problem_with_a_code(string path, HttpStatusCode status, string code) => await RefusedAsync(path, status, code);

    [Fact]
    public async Task Bad_manifest_by_post_is_refused_with_pointers_and_leaves_the_key_free()
    {
        string key = Guid.NewGuid().ToString();
        using HttpResponseMessage refused = await _app.PostRunAsync("""{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "a" } ] }""", key);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        JsonElement problem = JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("/tasks/0", problem.GetProperty("errors")[0].GetProperty("pointer").GetString(), StringComparison.Ordinal);

        using HttpResponseMessage mended = await _app.PostRunAsync(TestManifests.Commands("mended", "/bin/true"), key);
        Assert.Equal(HttpStatusCode.Accepted, mended.StatusCode);
    }

    [Fact]
    public async Task Body_over_the_bound_is_refused()
    {
        using StringContent body = new(new string(' ', (1024 * 1024) + 1), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _app.Http.PostAsync("api/runs", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Schemas_are_served()
    {
        Assert.Equal("job-manifest.v1.schema.json", (await _app.GetAsync("api/schemas/job-manifest.v1.schema.json")).GetProperty("$id").GetString()!.Split('/')[^1]);
    }

    private async Task RefusedAsync(string path, HttpStatusCode status, string code)
    {
        using HttpResponseMessage answer = await _app.Http.GetAsync(path, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetString());
    }
}
