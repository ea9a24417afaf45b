using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class NoticeTests(AppFixture fixture)
{
    [Fact]
    public async Task Run_tells_when_its_job_ended_and_when_that_was_noticed()
    {
        JsonElement run = await fixture.App.EndOfAsync(await fixture.App.DropAsync("Jobs", "notice.job.json", TestManifests.Commands("notice", "/bin/true")));
        DateTimeOffset ended = run.GetProperty("jobEndedAt").GetDateTimeOffset();
        DateTimeOffset noticed = run.GetProperty("noticedAt").GetDateTimeOffset();

        // One machine, one clock: Batch's time of the end cannot lie behind ours of seeing it.
        Assert.True(run.GetProperty("startedAt").GetDateTimeOffset() <= noticed && ended <= noticed, run.ToString());
        Assert.True(noticed <= run.GetProperty("endedAt").GetDateTimeOffset(), run.ToString());
        TestContext.Current.SendDiagnosticMessage("Noticed after {0:0} ms", (noticed - ended).TotalMilliseconds);
    }
}
