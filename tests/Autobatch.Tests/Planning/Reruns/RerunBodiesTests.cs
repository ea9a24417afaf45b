using System.Text;
using System.Text.Json;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;

namespace Autobatch.Tests.Planning.Reruns;

public sealed class RerunBodiesTests
{
    [Fact]
    public void Tasks_that_succeeded_are_left_out_and_nobody_waits_for_them()
    {
        TaskCollectionBody body = Body(
            """{"id":"a","commandLine":"x"}""",
            """{"id":"b","commandLine":"y","dependsOn":{"taskIds":["a","c"]}}""",
            """{"id":"c","commandLine":"z","dependsOn":{"taskIds":["a"]}}""");

        JsonElement[] left = Only(body, "b", "c");

        Assert.Equal(["b", "c"], left.Select(t => t.GetProperty("id").GetString()!));
        Assert.Equal("""{"taskIds":["c"]}""", left[0].GetProperty("dependsOn").GetRawText());
        Assert.False(left[1].TryGetProperty("dependsOn", out _));
        Assert.Equal("z", left[1].GetProperty("commandLine").GetString());
    }

    [Fact]
    public void Merge_task_waits_for_the_numbers_that_run_again_alone()
    {
        TaskCollectionBody body = Body("""{"id":"merge","commandLine":"x","dependsOn":{"taskIdRanges":[{"start":0,"end":9}]}}""");

        JsonElement merge = Assert.Single(Only(body, "2", "3", "7", "12", "merge"));

        Assert.Equal("""{"taskIdRanges":[{"start":2,"end":3},{"start":7,"end":7}]}""", merge.GetProperty("dependsOn").GetRawText());
    }

    [Fact]
    public void Merge_task_that_runs_again_alone_waits_for_nobody() =>
        Assert.False(Assert.Single(Only(Body("""{"id":"merge","dependsOn":{"taskIdRanges":[{"start":0,"end":9}]}}"""), "merge")).TryGetProperty("dependsOn", out _));

    [Fact]
    public void Ids_of_chunks_are_those_of_the_tasks_written()
    {
        foreach (RunPlan plan in (RunPlan[])[
            PlanFixture.Plan(PlanFixture.Job("""
                "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":150}],"repeatTask":{"commandLine":"x"},"mergeTask":{"commandLine":"y"}}
                """)),
            PlanFixture.Plan(PlanFixture.Job($$"""
                "tasks":[{{string.Join(",", Enumerable.Range(0, 130).Select(i => $$"""{"id":"t{{i}}","commandLine":"x"}"""))}}]
                """)),
        ])
        {
            for (int chunk = 0; chunk < plan.ChunkCount(0); chunk++)
            {
                TaskChunkResult written = TaskChunkWriter.Write(plan, new TaskChunk(chunk, 0, []), PlanFixture.Urls);
                Assert.Equal(written.Bodies.SelectMany(b => b.TaskIds), ChunkIds.Of(plan, chunk, 0));
            }
        }
    }

    [Fact]
    public void Outputs_of_a_rerun_go_where_those_of_the_first_run_are_and_its_job_is_its_own()
    {
        string job = PlanFixture.Task("""
            "environmentSettings":[{"name":"RUN","value":"{run.id}"}]
            """);
        RunPlan rerun = PlanFixture.Plan(job, PlanFixture.Context with { OutputsRunId = "first" });

        Assert.Equal("first", Assert.Single(PlanFixture.Tasks(rerun)).GetProperty("environmentSettings")[0].GetProperty("value").GetString());
        Assert.Equal(PlanFixture.Plan(job).JobId, rerun.JobId);
    }

    private static TaskCollectionBody Body(params string[] tasks) => new(
        Encoding.UTF8.GetBytes($$"""{"value":[{{string.Join(",", tasks)}}]}"""), [.. tasks.Select(t => JsonElement.Parse(t).GetProperty("id").GetString()!)]);

    private static JsonElement[] Only(TaskCollectionBody body, params string[] ids) =>
        [.. RerunBodies.Only([body], ids, new RerunTasks(ids)).SelectMany(b => JsonElement.Parse(b.Utf8.Span).GetProperty("value").EnumerateArray())];
}
