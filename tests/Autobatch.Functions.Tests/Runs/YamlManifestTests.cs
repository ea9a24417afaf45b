using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class YamlManifestTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Theory]
    [InlineData("job.yaml")]
    [InlineData("job.yml")]
    public async Task Manifest_dropped_as_yaml_runs(string suffix)
    {
        string id = await _app.DropAsync("Jobs", $"greeting.{suffix}", """
            # Two tasks that say the same.
            schemaVersion: "1.0"
            id: greeting
            tasks:
              - id: a
                commandLine: &say /bin/echo {task.id} from {trigger.name}
              - id: b
                commandLine: *say
            """);

        JsonElement run = await _app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal($"b from greeting.{suffix}\n", await _app.Http.GetStringAsync($"api/runs/{id}/tasks/b/files/stdout.txt", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Faults_name_the_place_in_the_yaml()
    {
        string id = await _app.DropAsync("Jobs", "faulty.job.yaml", "schemaVersion: '1.0'\nid: x\ntasks:\n  - id: a\n    comandLine: x\n    commandLine: y\n");

        await _app.EndOfAsync(id);

        JsonElement error = (await _app.ReadJsonAsync("Results", $"{id}/error.json")).GetProperty("errors")[0];
        Assert.Equal(
            ("UnknownProperty", "/tasks/0/comandLine", 5, 5),
            (error.GetProperty("code").GetString(), error.GetProperty("pointer").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
    }
}
