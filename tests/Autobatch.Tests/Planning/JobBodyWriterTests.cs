using System.Text.Json;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class JobBodyWriterTests
{
    [Fact]
    public void Job_has_no_addition_of_ours_and_waits_to_be_sealed()
    {
        JsonElement body = JobBody(Plan("""
            {"$schema":"x","schemaVersion":"1.0","id":"m","parameters":{"p":{"type":"integer","default":1}},
             "applications":[{"applicationId":"a","version":"1"}],"onAllTasksComplete":"terminateJob","tasks":[{"id":"a","commandLine":"x"}]}
            """));
        Assert.Equal(["id", "onAllTasksComplete", "poolInfo", "metadata"], body.EnumerateObject().Select(p => p.Name));
        Assert.Equal("m-0123456789ab", body.GetProperty("id").GetString());
        Assert.Equal("noaction", body.GetProperty("onAllTasksComplete").GetString());
        Assert.Equal("default", body.GetProperty("poolInfo").GetProperty("poolId").GetString());
    }

    [Fact]
    public void Rest_properties_pass_through_to_the_digit()
    {
        string rest = """
            "priority":-7,"maxParallelTasks":3,"allowTaskPreemption":true,"constraints":{"maxWallClockTime":"PT01H00M00S"},
            "networkConfiguration":{"subnetId":"/subscriptions/s","skipWithdrawFromVNet":false},"poolInfo":{"poolId":"p"}
            """;
        JsonElement body = JobBody(Plan(Job(rest + ""","tasks":[{"id":"a","commandLine":"x"}]""")));
        JsonElement expected = JsonElement.Parse($"{{{rest}}}");
        Assert.All(expected.EnumerateObject(), p => Assert.Equal(p.Value.GetRawText(), body.GetProperty(p.Name).GetRawText()));
    }

    [Fact]
    public void Run_is_named_in_the_metadata_beside_the_users()
    {
        JsonElement body = JobBody(Plan(Job("""
            "metadata":[{"name":"team","value":"{run.id}"},{"name":"autobatch-run","value":"forged"}],"tasks":[{"id":"a","commandLine":"x"}]
            """)));
        Assert.Equal(
            [("team", RunId), ("autobatch-run", RunId)],
            body.GetProperty("metadata").EnumerateArray().Select(m => (m.GetProperty("name").GetString()!, m.GetProperty("value").GetString()!)));
    }

    [Theory]
    [InlineData(null, """[{"name":"TRACEPARENT","value":"00-a-b-01"}]""")]
    [InlineData("""[{"name":"A","value":"{run.id}"}]""", $$"""[{"name":"A","value":"{{RunId}}"},{"name":"TRACEPARENT","value":"00-a-b-01"}]""")]
    [InlineData("""[{"name":"traceparent","value":"theirs"}]""", """[{"name":"traceparent","value":"theirs"}]""")]
    public void Every_task_finds_the_runs_trace_unless_the_manifest_names_another(string? theirs, string expected)
    {
        string settings = theirs is null ? "" : $"\"commonEnvironmentSettings\":{theirs},";
        RunPlan plan = Plan(Job(settings + """ "tasks":[{"id":"a","commandLine":"x"}] """), Context with { TraceParent = "00-a-b-01" });

        Assert.Equal(expected, JobBody(plan).GetProperty("commonEnvironmentSettings").GetRawText());
    }

    [Theory]
    [InlineData("""{"id":"a","commandLine":"x"}""", false)]
    [InlineData("""{"id":"a","commandLine":"x"},{"id":"b","commandLine":"x","dependsOn":{"taskIds":["a"]}}""", true)]
    public void Dependencies_are_switched_on_when_a_task_has_one(string tasks, bool expected)
    {
        JsonElement body = JobBody(Plan(Job($"\"tasks\":[{tasks}]")));
        Assert.Equal(expected, body.TryGetProperty("usesTaskDependencies", out JsonElement uses) && uses.GetBoolean());
    }

    [Fact]
    public void Tasks_of_the_job_itself_know_their_ids()
    {
        JsonElement body = JobBody(Plan(Job("""
            "jobManagerTask":{"id":"boss","commandLine":"/bin/echo {task.id}"},
            "jobPreparationTask":{"commandLine":"/bin/echo {task.id}"},
            "jobReleaseTask":{"id":"bye","commandLine":"/bin/echo {task.id} {job.id}"}
            """)));
        Assert.Equal("/bin/echo boss", body.GetProperty("jobManagerTask").GetProperty("commandLine").GetString());
        Assert.Equal("/bin/echo jobpreparation", body.GetProperty("jobPreparationTask").GetProperty("commandLine").GetString());
        Assert.Equal("/bin/echo bye m-0123456789ab", body.GetProperty("jobReleaseTask").GetProperty("commandLine").GetString());
        JsonElement kept = Assert.Single(body.GetProperty("jobManagerTask").GetProperty("outputFiles").EnumerateArray());
        Assert.Equal($"{RunId}/boss", kept.GetProperty("destination").GetProperty("container").GetProperty("path").GetString());
    }
}
