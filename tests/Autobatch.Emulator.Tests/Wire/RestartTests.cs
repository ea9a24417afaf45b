using System.Net;
using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The emulator is killed with SIGKILL and started again on the same folder.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_orphans_end_and_what_ran_is_requeued()
    {
        string job, pid;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            job = await client.Job(await client.Pool(nodes: 1, slots: 2), ""","usesTaskDependencies":true,"metadata":[{"name":"a","value":"b"}]""");
            await client.Task(job, "done", "/bin/true");
            await client.TaskIs(job, "done", "completed");
            await client.Task(job, "long", "/bin/sh -c 'test -e pid && exit 0; echo $$ > pid.new; mv pid.new pid; sleep 600'");
            await client.Task(job, "after", "/bin/true", ""","dependsOn":{"taskIds":["done","long"]}""");
            await Batch.Until(async () => (await client.Get($"/jobs/{job}/tasks/long/files/wd%2Fpid")).Status == HttpStatusCode.OK, "the process has started");
            pid = (await client.Get($"/jobs/{job}/tasks/long/files/wd%2Fpid")).Text.Trim();
            (await client.Post($"/jobs/{job}/addtaskcollection", $$"""{"value":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"id":"w{{i}}","commandLine":"/bin/true","dependsOn":{"taskIds":["never"]} }"""))}}]}""")).Expect(HttpStatusCode.OK);
            await first.Kill();
            Assert.True(IsAlive(pid), "The task should outlive its emulator, else this test shows nothing.");
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        Assert.False(IsAlive(pid), "The orphaned process was not ended.");
        var after = await again.TaskIs(job, "after", "completed");
        Assert.Equal("success", after.GetProperty("executionInfo").GetProperty("result").GetString());
        Assert.Equal("""[{"name":"a","value":"b"}]""", (await again.Get($"/jobs/{job}")).Json.GetProperty("metadata").GetRawText());
        var tasks = (await again.Get($"/jobs/{job}/tasks")).Json.GetProperty("value").EnumerateArray().ToDictionary(task => task.GetProperty("id").GetString()!);
        Assert.Equal(103, tasks.Count);
        Assert.Equal((1, 0), Execution(tasks["long"]));
        Assert.Equal((0, 0), Execution(tasks["done"]));
    }

    [Fact]
    public async Task Tasks_that_were_acknowledged_under_load_are_all_there_after_each_kill()
    {
        var added = new List<string>();
        string? job = null;
        for (var round = 0; round < 3; round++)
        {
            await using var emulator = await EmulatorProcess.Start(_folder.Path);
            using var client = new EmulatorClient(emulator.Address);
            job ??= await client.Job(await client.Pool(nodes: 2, slots: 4));
            Assert.Equal(added.Order(StringComparer.OrdinalIgnoreCase), (await client.Get($"/jobs/{job}/tasks?$select=id")).Ids);
            for (var i = 0; i < 40; i++)
            {
                var id = $"{round}-{i}";
                await client.Task(job, id, "/bin/true");
                added.Add(id);
            }

            await emulator.Kill();
        }

        await using var last = await EmulatorProcess.Start(_folder.Path);
        using var final = new EmulatorClient(last.Address);
        (await final.Patch($"/jobs/{job}", """{"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.OK);
        await final.JobIs(job!, "completed");
        Assert.Equal(120, (await final.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task A_second_emulator_on_the_same_folder_says_what_is_wrong()
    {
        await using var first = await EmulatorProcess.Start(_folder.Path);

        var error = await Assert.ThrowsAsync<IOException>(() => EmulatorHost.StartAsync(new() { Location = _folder.Path, HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken));

        Assert.Contains("another emulator", error.Message, StringComparison.Ordinal);
        using var client = new EmulatorClient(first.Address);
        (await client.Get("/jobs")).Expect(HttpStatusCode.OK);
    }

    private static (int Requeues, int ExitCode) Execution(JsonElement task) =>
        (task.GetProperty("executionInfo").GetProperty("requeueCount").GetInt32(), task.GetProperty("executionInfo").GetProperty("exitCode").GetInt32());

    /// <summary>A zombie that waits for its parent is dead.</summary>
    private static bool IsAlive(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
