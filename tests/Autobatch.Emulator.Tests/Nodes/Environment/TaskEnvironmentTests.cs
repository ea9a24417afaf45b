using System.Text.Json.Nodes;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Tests.Nodes.Environment;

public sealed class TaskEnvironmentTests : IDisposable
{
    private readonly NodeFixture _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Task_sees_its_node_and_nothing_of_the_emulators_environment()
    {
        System.Environment.SetEnvironmentVariable("AUTOBATCH_TEST_SECRET", "leaked");

        Dictionary<string, string> seen = await Environment(NodeFixture.Launch("/usr/bin/env"));

        string folder = _node.TaskFolder();
        Assert.Equal("devbatchaccount1", seen["AZ_BATCH_ACCOUNT_NAME"]);
        Assert.Equal("pool", seen["AZ_BATCH_POOL_ID"]);
        Assert.Equal("node-1", seen["AZ_BATCH_NODE_ID"]);
        Assert.Equal("job", seen["AZ_BATCH_JOB_ID"]);
        Assert.Equal("task", seen["AZ_BATCH_TASK_ID"]);
        Assert.Equal("true", seen["AZ_BATCH_NODE_IS_DEDICATED"]);
        Assert.Equal(folder, seen["AZ_BATCH_TASK_DIR"]);
        Assert.Equal(folder + "/wd", seen["AZ_BATCH_TASK_WORKING_DIR"]);
        Assert.Equal(folder + "/wd", seen["HOME"]);
        Assert.StartsWith(_node.Root, seen["AZ_BATCH_NODE_SHARED_DIR"], StringComparison.Ordinal);
        Assert.True(Directory.Exists(seen["AZ_BATCH_NODE_SHARED_DIR"]));
        string[] allowed = ["PATH", "HOME", "LANG", "PWD", "TMPDIR", "DOTNET_ROOT", "DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT"];
        Assert.DoesNotContain(seen.Keys, name => !name.StartsWith("AZ_BATCH_", StringComparison.Ordinal) && !allowed.Contains(name));
    }

    [Fact]
    public async Task Task_settings_win_over_the_jobs_and_the_nodes_own_win_over_both()
    {
        var body = new JsonObject
        {
            ["environmentSettings"] = new JsonArray(
                new JsonObject { ["name"] = "B", ["value"] = "task" },
                new JsonObject { ["name"] = "odd.name-x", ["value"] = "two\nlines = $HOME" },
                new JsonObject { ["name"] = "AZ_BATCH_TASK_DIR", ["value"] = "/elsewhere" },
                new JsonObject { ["name"] = "EMPTY" }),
        };
        TaskLaunch launch = NodeFixture.Launch("/usr/bin/env -0", body: body, common: [new("A", "job"), new("B", "job")]);

        Dictionary<string, string> seen = await Environment(launch, '\0');

        Assert.Equal("job", seen["A"]);
        Assert.Equal("task", seen["B"]);
        Assert.Equal("", seen["EMPTY"]);
        Assert.Equal("two\nlines = $HOME", seen["odd.name-x"]);
        Assert.Equal(_node.TaskFolder(), seen["AZ_BATCH_TASK_DIR"]);
    }

    [Theory]
    [InlineData("a=b")]
    [InlineData("")]
    [InlineData("nul\0")]
    public async Task Setting_that_no_environment_can_hold_is_refused_by_name(string name)
    {
        TaskOutcome outcome = await _node.Run(NodeFixture.Launch("/bin/true", common: [new(name, "x")]));

        Assert.Equal("CommandLaunchFailed", outcome.Failure?.Code);
        Assert.Contains(name.TrimEnd('\0'), outcome.Failure!.Details[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dotnet_starts_in_a_task()
    {
        TaskOutcome outcome = await _node.Run("dotnet --list-runtimes");

        Assert.Null(outcome.Failure);
        Assert.Contains("Microsoft.NETCore.App", _node.Output(), StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> Environment(TaskLaunch launch, char separator = '\n')
    {
        TaskOutcome outcome = await _node.Run(launch);
        Assert.Null(outcome.Failure);
        return _node.Output().TrimEnd(separator).Split(separator).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
