using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class RejectedManifestTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Theory]
    [InlineData("{ \"id\": ", "BadJson")]
    [InlineData("""{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "a", "commandLine": "true", "comandLine": "true" } ] }""", "UnknownProperty")]
    [InlineData("""{ "schemaVersion": "1.0", "id": "x", "notify": [], "tasks": [ { "id": "a", "commandLine": "true" } ] }""", null)]
    [InlineData("", null)]
    public async Task Bad_manifest_never_becomes_a_run_and_says_why(string manifest, string? code)
    {
        string id = await _app.DropAsync("Jobs", $"bad-{Guid.NewGuid():n}.job.json", manifest);

        JsonElement run = await _app.EndOfAsync(id);

        Assert.Equal("Rejected", run.GetProperty("status").GetString());
        JsonElement error = await _app.ReadJsonAsync("Results", $"{id}/error.json");
        Assert.Equal(run.GetProperty("error").GetProperty("code").GetString(), error.GetProperty("code").GetString());
        Assert.Equal(id, error.GetProperty("runId").GetString());
        if (code is not null)
        {
            Assert.Equal(code, error.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Unknown_property_is_named_with_its_pointer_and_the_nearest_name()
    {
        string id = await _app.DropAsync(
            "Jobs", "pointer.job.json", """{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "a", "comandLine": "true", "commandLine": "true" } ] }""");

        await _app.EndOfAsync(id);

        JsonElement error = (await _app.ReadJsonAsync("Results", $"{id}/error.json")).GetProperty("errors")[0];
        Assert.Equal("/tasks/0/comandLine", error.GetProperty("pointer").GetString());
        Assert.Equal("commandLine", error.GetProperty("suggestion").GetString());
    }
}
