using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>A job of a schedule that is being deleted while its release task runs.</summary>
public sealed class DeletedJobTests : SteppedTest
{
    [Fact]
    public async Task A_schedule_that_is_terminated_does_not_wait_for_a_job_that_is_being_deleted()
    {
        await PoolAsync();
        await PostAsync(
            "/jobschedules",
            """{"id":"s","schedule":{},"jobSpecification":{"poolInfo":{"poolId":"p"},"jobPreparationTask":{"id":"prep","commandLine":"x"},"jobReleaseTask":{"id":"rel","commandLine":"x"}}}""");
        await TaskAsync("1", job: "s:job-1");
        await EndAsync("prep");
        await PostAsync("/jobschedules/s/terminate");
        Assert.Equal(["rel"], Running);
        Assert.Equal("terminating", (await GetAsync("/jobschedules/s")).Text("state"));

        await DoAsync("DELETE", "/jobs/s:job-1");

        Assert.Equal(["rel"], Running);
        Assert.Equal("completed", (await GetAsync("/jobschedules/s")).Text("state"));
        await EndAsync("rel");
        Assert.Empty(Emulator.State.Jobs);
    }
}
