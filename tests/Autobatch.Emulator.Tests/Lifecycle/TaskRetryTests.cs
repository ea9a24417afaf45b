using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What a task is tried again for, and what is counted (FACTS A.2, C.3, R.3).</summary>
public sealed class TaskRetryTests : SteppedTest
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_task_runs_once_more_than_it_may_be_retried(int retries, int runs)
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1", $$$""","constraints":{"maxTaskRetryCount":{{{retries}}}}""");

        for (var run = 0; run < runs; run++)
        {
            Assert.Equal("running", await StateAsync("1"));
            Assert.Equal(run, Emulator.Agent.Runs[0].Launch.Attempt);
            await EndAsync("1", 9);
        }

        var execution = await ExecutionAsync("1");
        Assert.Equal(("completed", retries, 9), (await StateAsync("1"), execution.GetProperty("retryCount").GetInt32(), execution.GetProperty("exitCode").GetInt32()));
        Assert.Equal(retries > 0, execution.TryGetProperty("lastRetryTime", out _));
    }

    [Fact]
    public async Task Without_a_limit_it_is_tried_until_it_succeeds()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1", ""","constraints":{"maxTaskRetryCount":-1}""");
        for (var run = 0; run < 50; run++)
        {
            await EndAsync("1", 1);
        }

        await EndAsync("1");

        var execution = await ExecutionAsync("1");
        Assert.Equal((50, "success"), (execution.GetProperty("retryCount").GetInt32(), execution.Text("result")));
        Assert.False(execution.TryGetProperty("failureInfo", out _));
    }

    [Fact]
    public async Task The_jobs_number_is_that_of_the_moment_at_which_the_task_came()
    {
        await PoolAsync();
        await JobAsync(more: ""","constraints":{"maxTaskRetryCount":1}""");
        await TaskAsync("1");
        await DoAsync("PATCH", "/jobs/j", """{"constraints":{"maxTaskRetryCount":0}}""");

        await EndAsync("1", 1);
        Assert.Equal("running", await StateAsync("1"));
        await EndAsync("1", 1);

        Assert.Equal("completed", await StateAsync("1"));
    }

    [Fact]
    public async Task An_updated_number_counts_for_a_task_that_runs()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1");
        await DoAsync("PUT", "/jobs/j/tasks/1", """{"constraints":{"maxTaskRetryCount":1}}""");

        await EndAsync("1", 1);

        Assert.Equal("running", await StateAsync("1"));
    }

    [Theory]
    [InlineData(null, "BlobNotFound")]
    [InlineData(0, "FileUploadContainerNotFound")]
    [InlineData(137, "TaskEnded")] // its time is over
    public async Task Only_an_exit_code_is_a_reason(int? exitCode, string failure)
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1", ""","constraints":{"maxTaskRetryCount":5}""");

        await EndAsync("1", exitCode, new TaskFailure("usererror", failure, "", []));

        var execution = await ExecutionAsync("1");
        Assert.Equal(("completed", 0, "failure"), (await StateAsync("1"), execution.GetProperty("retryCount").GetInt32(), execution.Text("result")));
        Assert.Equal(exitCode is not null, execution.TryGetProperty("exitCode", out _));
    }

    [Fact]
    public async Task A_node_that_goes_and_a_retry_are_counted_apart_and_a_task_that_is_tried_again_has_no_count_left()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1", ""","constraints":{"maxTaskRetryCount":1}""");
        await EndAsync("1", 1);
        var node = Assert.Single(await NodesAsync()).Text("id");
        await PostAsync($"/pools/p/nodes/{node}/reboot");

        var requeued = await ExecutionAsync("1");
        Assert.Equal((1, 1), (requeued.GetProperty("retryCount").GetInt32(), requeued.GetProperty("requeueCount").GetInt32()));
        Assert.True(requeued.TryGetProperty("lastRequeueTime", out _));
        await EndAsync("1", 1);
        Assert.Equal("completed", await StateAsync("1"));

        await PostAsync("/jobs/j/tasks/1/reactivate");
        var again = await ExecutionAsync("1");
        Assert.Equal((0, 0, false), (again.GetProperty("retryCount").GetInt32(), again.GetProperty("requeueCount").GetInt32(), again.TryGetProperty("exitCode", out _)));
        await EndAsync("1", 1);
        Assert.Equal("running", await StateAsync("1"));
    }

    [Fact]
    public async Task A_manager_is_tried_again_as_often_as_its_job_says_unless_it_says_so_itself()
    {
        await PoolAsync();
        await JobAsync(more: ""","constraints":{"maxTaskRetryCount":1},"jobManagerTask":{"id":"m","commandLine":"x"}""");

        await EndAsync("m", 1);
        Assert.Equal(["m"], Running);
        await EndAsync("m", 1);

        Assert.Equal(("completed", "JMComplete"), await JobStateAsync());
    }
}
