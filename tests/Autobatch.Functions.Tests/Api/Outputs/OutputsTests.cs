using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Api.Outputs;

public sealed class OutputsTests(AppFixture fixture)
{
    // Names that a path would change on its way to the app.
    private static readonly string[] s_hostile = ["a b#c?d.txt", "per%2Fcent.txt", "quote\"'.txt", "x/y//z.txt", "größe-✓.txt", "amp&eq=plus+.txt"];
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Every_output_is_listed_once_by_pages_and_answers_by_its_link()
    {
        string id = await EndedRunAsync();
        Dictionary<string, string> texts = await PlantAsync(id);

        List<JsonElement> listed = [];
        string? token = null;
        do
        {
            JsonElement page = await _app.GetAsync($"api/runs/{id}/outputs?top=3{(token is null ? "" : $"&continuationToken={token}")}");
            Assert.InRange(page.GetProperty("outputs").GetArrayLength(), 1, 3);
            listed.AddRange(page.GetProperty("outputs").EnumerateArray());
            token = page.TryGetProperty("continuationToken", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);

        Assert.Equal(texts.Keys.Append($"{id}/t0/stderr.txt").Append($"{id}/t0/stdout.txt").Order(StringComparer.Ordinal), listed.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(listed, o => Assert.DoesNotContain("sig=", o.ToString(), StringComparison.Ordinal));
        foreach (JsonElement output in listed.Where(o => texts.ContainsKey(Name(o))))
        {
            Assert.Equal(texts[Name(output)], await _app.Http.GetStringAsync(output.GetProperty("link").GetString()!.TrimStart('/'), s_cancel));
            Assert.Equal(texts[Name(output)].Length, output.GetProperty("size").GetInt64());
            Assert.False(string.IsNullOrEmpty(output.GetProperty("md5").GetString()));
        }
    }

    [Fact]
    public async Task Zip_holds_every_output_under_a_safe_name()
    {
        string id = await EndedRunAsync();
        await PlantAsync(id);
        await _app.Blobs("Outputs").GetBlobClient($"{id}/T0/STDOUT.TXT").UploadAsync(BinaryData.FromString("same name in capitals"), overwrite: true, s_cancel);

        using HttpResponseMessage answer = await _app.Http.GetAsync($"api/runs/{id}/outputs?zip=true", s_cancel);

        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{id}.zip", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        using ZipArchive zip = new(await answer.Content.ReadAsStreamAsync(s_cancel));
        string[] names = [.. zip.Entries.Select(e => e.FullName)];
        Assert.Equal(s_hostile.Length + 3, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("hostile/a b#c_d.txt", names);
        Assert.Contains("hostile/x/y/z.txt", names);
        using StreamReader stdout = new(zip.Entries.Single(e => e.FullName.StartsWith("t0/stdout", StringComparison.Ordinal)).Open());
        Assert.Equal("0123456789\n", await stdout.ReadToEndAsync(s_cancel));
    }

    [Fact]
    public async Task Nothing_but_the_runs_own_outputs_can_be_asked_for()
    {
        string id = await EndedRunAsync();
        string other = await EndedRunAsync();
        string outputs = _app.Container("Outputs");
        foreach ((string container, string name) in ((string, string)[])
            [
                (outputs, $"{other}/t0/stdout.txt"), (outputs, $"{id}/../{other}/t0/stdout.txt"), (outputs, $"{id}/t0/../../{other}/t0/stdout.txt"),
                (outputs, $"{id}\\..\\{other}\\t0\\stdout.txt"), (outputs, ""), (outputs, $"{id}/"), (outputs, $"{id}/\0"), (outputs, $"{id}/" + new string('n', 2000)),
                (_app.Container("Results"), $"{other}/result.json"), (_app.Container("Results"), $"{id}/error.json"), (_app.Container("Results"), $"{id}/../{other}/result.json"), ("..", $"{id}/t0/stdout.txt"), ("no such", $"{id}/t0/stdout.txt"), ($"{outputs}/{other}", $"{id}/t0/stdout.txt"),
            ])
        {
            using HttpResponseMessage answer = await _app.Http.GetAsync(
                $"api/runs/{id}/outputs/file?container={Uri.EscapeDataString(container)}&name={Uri.EscapeDataString(name)}", s_cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{container} {name}: {answer.StatusCode}");
            Assert.Equal("OutputNotFound", JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(s_cancel)).GetProperty("code").GetString());
        }
    }

    private static string Name(JsonElement output) => output.GetProperty("name").GetString()!;

    private async Task<string> EndedRunAsync()
    {
        string id = await _app.StartRunAsync(TestManifests.Commands("outputs", "/bin/echo 0123456789"));
        await _app.EndOfAsync(id);
        return id;
    }

    private async Task<Dictionary<string, string>> PlantAsync(string id)
    {
        Dictionary<string, string> texts = s_hostile.ToDictionary(n => $"{id}/hostile/{n}", n => $"this is {n.Length}");
        foreach ((string name, string text) in texts)
        {
            await _app.Blobs("Outputs").GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true, s_cancel);
        }

        return texts;
    }
}
