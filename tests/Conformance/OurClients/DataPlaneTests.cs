using System.Text;
using Autobatch.Batch;
using Autobatch.Emulator;
using Autobatch.Testing;
using Azure;

namespace Autobatch.Conformance;

public sealed class DataPlaneTests() : EmulatorTest(EmulatorOptions.DevelopmentStorage)
{
    [Fact]
    public async Task Tasks_run_and_their_files_come_back()
    {
        BatchDataClient client = SharedKeyClient;
        await CreatePoolAndJobAsync(client);

        IReadOnlyList<TaskAddResult> added = await client.AddTaskCollectionAsync("j", Tasks(250, i => $"/bin/sh -c 'echo task {i}'"), Cancellation);
        Assert.All(added, r => Assert.True(r.IsSuccess, r.Error?.ToString()));
        IReadOnlyList<TaskAddResult> again = await client.AddTaskCollectionAsync("j", Tasks(250, i => $"/bin/sh -c 'echo other {i}'"), Cancellation);
        Assert.All(again, r => Assert.True(r.AlreadyExisted));

        await client.PatchJobAsync("j", """{"onAllTasksComplete":"terminatejob"}"""u8.ToArray(), Cancellation);
        await Wait.UntilAsync(async () => (await client.GetJobAsync("j", "state", Cancellation)).State == JobStates.Completed, "job completed", TimeSpan.FromMinutes(2), Cancellation);

        var query = new ListQuery { Filter = "state eq 'completed'", Select = "id,executionInfo", MaxResults = 100 };
        List<Page<TaskState>> pages = await client.ListTasksAsync("j", query, Cancellation).AsPages().ToListAsync(Cancellation);
        Assert.Equal([100, 100, 50], pages.Select(p => p.Values.Count));
        Assert.All(pages.SelectMany(p => p.Values), t => Assert.Equal((TaskResults.Success, 0), (t.Result, t.ExitCode)));
        Assert.Equal(250, (await client.GetTaskCountsAsync("j", Cancellation)).Succeeded);

        using TaskFileDownload part = await client.GetTaskFileAsync("j", "7", "stdout.txt", new HttpRange(5, 1), Cancellation);
        using var reader = new StreamReader(part.Content);
        Assert.Equal("7", await reader.ReadToEndAsync(Cancellation));
        Assert.Equal(7, (await client.GetTaskFilePropertiesAsync("j", "7", "stdout.txt", Cancellation)).ContentLength);
        Assert.Contains("wd", await client.ListTaskFilesAsync("j", "7", cancellationToken: Cancellation).Select(f => f.Name).ToListAsync(Cancellation));
        Assert.Equal(2, (await client.ListPoolNodeCountsAsync(cancellationToken: Cancellation).SingleAsync(Cancellation)).Dedicated.Total);
    }

    [Fact]
    public async Task Collection_above_the_limit_of_a_body_arrives_in_parts()
    {
        BatchDataClient client = SharedKeyClient;
        await CreatePoolAndJobAsync(client);

        byte[] twoMegabytes = Tasks(100, i => $"true {new string('x', 20_000)}");
        BatchException tooLarge = await Assert.ThrowsAsync<BatchException>(() => client.PatchJobAsync("j", twoMegabytes, Cancellation));
        Assert.Equal((413, BatchErrorCodes.RequestBodyTooLarge), (tooLarge.Status, tooLarge.Code));

        IReadOnlyList<TaskAddResult> added = await client.AddTaskCollectionAsync("j", twoMegabytes, Cancellation);

        Assert.All(added, r => Assert.True(r.IsSuccess, r.Error?.ToString()));
        Assert.Equal(100, await client.ListTasksAsync("j", new ListQuery { Select = "id" }, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Errors_have_the_services_codes()
    {
        BatchDataClient client = SharedKeyClient;
        await CreatePoolAndJobAsync(client);

        async Task IsAsync(int status, string code, Func<Task> call)
        {
            BatchException error = await Assert.ThrowsAsync<BatchException>(call);
            Assert.Equal((status, code), (error.Status, error.Code));
            Assert.False(string.IsNullOrEmpty(error.RequestId));
            Assert.DoesNotContain("RequestId:", error.Message, StringComparison.Ordinal);
        }

        await IsAsync(409, BatchErrorCodes.JobExists, () => client.CreateJobAsync("""{"id":"J","poolInfo":{"poolId":"p"}}"""u8.ToArray(), Cancellation));
        await IsAsync(404, BatchErrorCodes.TaskNotFound, () => client.GetTaskAsync("j", "none", cancellationToken: Cancellation));
        await IsAsync(404, BatchErrorCodes.FileNotFound, async () =>
        {
            await client.AddTaskCollectionAsync("j", Tasks(1, _ => "true"), Cancellation);
            await Wait.UntilAsync(async () => (await client.GetTaskAsync("j", "0", cancellationToken: Cancellation)).State == TaskStates.Completed, "task completed", null, Cancellation);
            (await client.GetTaskFileAsync("j", "0", "wd/none.txt", null, Cancellation)).Dispose();
        });
        await IsAsync(400, "InvalidQueryParameterValue", async () => await client.ListJobsAsync(new ListQuery { Filter = "x eq" }, Cancellation).ToListAsync(Cancellation));
        await IsAsync(403, BatchErrorCodes.AuthenticationFailed, () => new BatchDataClient(Emulator.HttpAddress, Account, "a2V5").GetPoolAsync("p", cancellationToken: Cancellation));
        Assert.Null(await client.GetJobIfExistsAsync("none", cancellationToken: Cancellation));
        Assert.False(await client.PoolExistsAsync("none", Cancellation));
        Assert.True(await client.PoolExistsAsync("p", Cancellation));
    }

    [Fact]
    public async Task Token_is_taken_over_tls_and_a_wrong_one_is_not()
    {
        Assert.Empty(await TokenClient(WellKnown.DevelopmentToken).ListPoolsAsync(cancellationToken: Cancellation).ToListAsync(Cancellation));

        BatchException refused = await Assert.ThrowsAsync<BatchException>(
            async () => await TokenClient("wrong").ListPoolsAsync(cancellationToken: Cancellation).ToListAsync(Cancellation));
        Assert.Equal(401, refused.Status);
    }

    private static async Task CreatePoolAndJobAsync(BatchDataClient client)
    {
        await client.CreatePoolAsync(
            """
            {"id":"p","vmSize":"standard_d2s_v3","targetDedicatedNodes":2,"taskSlotsPerNode":4,
             "virtualMachineConfiguration":{"imageReference":{"publisher":"canonical","offer":"jammy","sku":"22_04-lts"},"nodeAgentSKUId":"batch.node.ubuntu 22.04"}}
            """u8.ToArray(),
            Cancellation);
        await client.CreateJobAsync("""{"id":"j","poolInfo":{"poolId":"p"}}"""u8.ToArray(), Cancellation);
    }

    private static byte[] Tasks(int count, Func<int, string> command) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"{{i}}","commandLine":"{{command(i)}}"}"""))}]");
}
