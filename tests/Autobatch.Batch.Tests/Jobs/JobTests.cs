using System.Text;

namespace Autobatch.Batch.Tests;

public sealed class JobTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_tells_whose_it_is_and_how_it_ended()
    {
        StubService service = new StubService().Answer(200, """
            {"id":"j","state":"completed","eTag":"0x8D1","onAllTasksComplete":"terminatejob","poolInfo":{"poolId":"p"},
             "metadata":[{"name":"autobatch-run","value":"r1"}],
             "executionInfo":{"startTime":"2026-01-02T03:04:00Z","endTime":"2026-01-02T03:04:05Z","poolId":"p","terminateReason":"AllTasksComplete"}}
            """);

        JobState job = await service.Client().GetJobAsync("j", cancellationToken: Cancellation);

        Assert.Equal((JobStates.Completed, "0x8D1", "terminatejob", "p"), (job.State, job.ETag, job.OnAllTasksComplete, job.PoolInfo!.PoolId));
        Assert.Equal("r1", job.MetadataValue("autobatch-run"));
        Assert.Null(job.MetadataValue("other"));
        Assert.Equal("AllTasksComplete", job.ExecutionInfo!.TerminateReason);
    }

    [Fact]
    public async Task Job_that_is_not_there_is_null_but_an_endpoint_that_is_wrong_is_an_error()
    {
        StubService service = new StubService().Answer(404, ErrorJson.Of("JobNotFound")).Answer(404, "<html/>");

        Assert.Null(await service.Client().GetJobIfExistsAsync("j", cancellationToken: Cancellation));
        await Assert.ThrowsAsync<BatchException>(() => service.Client().GetJobIfExistsAsync("j", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Patch_sends_the_callers_bytes()
    {
        StubService service = new StubService().Answer(200);

        await service.Client().PatchJobAsync("j", Encoding.UTF8.GetBytes("""{ "onAllTasksComplete":"terminatejob" }"""), Cancellation);

        Assert.Equal(("PATCH", """{ "onAllTasksComplete":"terminatejob" }"""), (service.Requests[0].Method, service.Requests[0].Text));
    }

    [Fact]
    public async Task Terminate_carries_its_reason()
    {
        StubService service = new StubService().Answer(202).Answer(202);
        BatchDataClient client = service.Client();

        await client.TerminateJobAsync("j", "Cancel \"now\"", cancellationToken: Cancellation);
        await client.TerminateJobAsync("j", force: true, cancellationToken: Cancellation);

        Assert.Equal("""{"terminateReason":"Cancel \u0022now\u0022"}""", service.Requests[0].Text);
        Assert.Equal(("", "?api-version=2025-06-01&force=true"), (service.Requests[1].Text, service.Requests[1].Uri.Query));
    }

    [Fact]
    public async Task Counts_are_those_of_tasks_not_of_slots()
    {
        StubService service = new StubService().Answer(200, """
            {"taskCounts":{"active":1,"running":2,"completed":7,"succeeded":3,"failed":4},"taskSlotCounts":{"active":9,"running":9,"completed":9,"succeeded":9,"failed":9}}
            """);

        TaskCounts counts = await service.Client().GetTaskCountsAsync("j", Cancellation);

        Assert.Equal(new TaskCounts { Active = 1, Running = 2, Completed = 7, Succeeded = 3, Failed = 4 }, counts);
    }
}
