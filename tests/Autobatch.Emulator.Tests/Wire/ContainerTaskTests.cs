using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Tasks in containers: refused wherever they may stand, or run without them where the emulator is told to.</summary>
public sealed class ContainerTaskTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Task = """{"commandLine":"/bin/true","containerSettings":{"imageName":"ubuntu:24.04"}}""";

    [Theory]
    [InlineData("/pools", """{"id":"a","vmSize":"x","startTask":TASK}""", "startTask.containerSettings")]
    [InlineData("/jobs", """{"id":"a","poolInfo":{"poolId":"p"},"jobPreparationTask":TASK}""", "jobPreparationTask.containerSettings")]
    [InlineData("/jobs", """{"id":"a","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"x","startTask":TASK}}}}""", "poolInfo.autoPoolSpecification.pool.startTask.containerSettings")]
    [InlineData("/jobschedules", """{"id":"a","schedule":{},"jobSpecification":{"poolInfo":{"poolId":"p"},"jobReleaseTask":TASK}}""", "jobSpecification.jobReleaseTask.containerSettings")]
    [InlineData("/jobschedules", """{"id":"a","schedule":{},"jobSpecification":{"poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"x","startTask":TASK}}}}}""", "jobSpecification.poolInfo.autoPoolSpecification.pool.startTask.containerSettings")]
    public async Task A_container_is_refused_by_its_place(string path, string body, string name)
    {
        var answer = (await emulator.Client.Post(path, body.Replace("TASK", Task, StringComparison.Ordinal))).Expect(HttpStatusCode.BadRequest);

        Assert.Equal("UnsupportedProperty", answer.Code);
        Assert.Contains($"\"{name}\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains("--containersAsProcesses", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_the_emulator_runs_the_command_lines_on_this_machine()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, ContainersAsProcesses = true }, TestContext.Current.CancellationToken);
        using EmulatorClient client = new(host.HttpAddress);
        var pool = await client.Pool(more: $$""","startTask":{{Task}}""");
        var job = await client.Job(pool, $$""","jobPreparationTask":{{Task}}""");
        (await client.Post($"/jobs/{job}/tasks", """
            {"id":"1","commandLine":"/bin/sh -c 'pwd; echo $E'","environmentSettings":[{"name":"E","value":"inside"}],
             "containerSettings":{"imageName":"ubuntu:24.04","containerRunOptions":"--rm --cpu-shares 1024","workingDirectory":"taskWorkingDirectory"}}
            """)).Expect(HttpStatusCode.Created);

        var task = await client.TaskIs(job, "1", "completed");

        Assert.Equal("success", task.GetProperty("executionInfo").GetProperty("result").GetString());
        Assert.False(task.GetProperty("executionInfo").TryGetProperty("containerInfo", out _));
        Assert.Equal("ubuntu:24.04", task.GetProperty("containerSettings").GetProperty("imageName").GetString());
        Assert.EndsWith("/1/wd\ninside\n", (await client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_a_container_are_checked()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, ContainersAsProcesses = true }, TestContext.Current.CancellationToken);
        using EmulatorClient client = new(host.HttpAddress);
        var job = await client.Job("no-such-pool");
        async Task<string?> Refusal(string settings) =>
            (await client.Post($"/jobs/{job}/tasks", $$"""{"id":"1","commandLine":"x","containerSettings":{{settings}}}""")).Expect(HttpStatusCode.BadRequest).Code;

        Assert.Equal("MissingRequiredProperty", await Refusal("{}"));
        Assert.Equal("InvalidPropertyValue", await Refusal("""{"imageName":"i","workingDirectory":"elsewhere"}"""));
        Assert.Equal("InvalidRequestBody", await Refusal("""{"imageName":"i","image":"i"}"""));
    }
}
