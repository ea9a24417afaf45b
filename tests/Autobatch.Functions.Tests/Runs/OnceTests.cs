using System.Net;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class OnceTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Same_event_twice_is_one_run()
    {
        string manifestId = Unique();
        string id = await _app.DropAsync("Jobs", $"{manifestId}.job.json", TestManifests.Commands(manifestId, "/bin/true"));
        await _app.PostEventAsync("Jobs", $"{manifestId}.job.json");

        await _app.EndOfAsync(id);
        await _app.PostEventAsync("Jobs", $"{manifestId}.job.json");

        Assert.Equal([id], await RunsOfAsync(manifestId));
    }

    [Fact]
    public async Task Same_content_dropped_again_is_a_new_run()
    {
        string manifestId = Unique();
        string first = await _app.DropAsync("Jobs", $"{manifestId}.job.json", TestManifests.Commands(manifestId, "/bin/true"));
        await _app.EndOfAsync(first);
        string second = await _app.DropAsync("Jobs", $"{manifestId}.job.json", TestManifests.Commands(manifestId, "/bin/true"));
        await _app.EndOfAsync(second);

        Assert.NotEqual(first, second);
        Assert.Equal(2, (await RunsOfAsync(manifestId)).Count);
    }

    [Fact]
    public async Task Same_post_with_the_same_key_is_one_run_and_another_body_is_refused()
    {
        string manifestId = Unique();
        string manifest = TestManifests.Commands(manifestId, "/bin/true");
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _app.PostRunAsync(manifest, manifestId)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        string location = Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        await _app.EndOfAsync(location[(location.LastIndexOf('/') + 1)..]);
        Assert.Single(await RunsOfAsync(manifestId));

        using HttpResponseMessage other = await _app.PostRunAsync(TestManifests.Commands(manifestId, "/bin/false"), manifestId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("IdempotencyKeyReused", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Unique() => $"once{Guid.NewGuid():n}"[..20];

    private async Task<IReadOnlyList<string>> RunsOfAsync(string manifestId)
    {
        List<string> ids = [];
        string? token = null;
        do
        {
            JsonElement page = await _app.GetAsync($"api/runs?top=200{(token is null ? "" : $"&continuationToken={token}")}");
            ids.AddRange(page.GetProperty("runs").EnumerateArray()
                .Where(r => r.TryGetProperty("manifestId", out JsonElement m) && m.GetString() == manifestId)
                .Select(r => r.GetProperty("id").GetString()!));
            token = page.TryGetProperty("continuationToken", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);
        return ids;
    }
}
