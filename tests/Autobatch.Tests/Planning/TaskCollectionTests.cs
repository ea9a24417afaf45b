using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class TaskCollectionTests
{
    [Fact]
    public void Listed_tasks_keep_ids_and_dependencies_and_the_merge_task_waits_for_all()
    {
        RunPlan plan = Plan(Collection(
            """{"id":"fetch","commandLine":"x {task.id}","requiredSlots":3},{"id":"11","commandLine":"x"},{"id":"10","commandLine":"x","dependsOn":{"taskIds":["fetch"]}},{"id":"04","commandLine":"x"}""",
            ""","mergeTask":{"commandLine":"x"}"""));
        JsonElement[] tasks = Tasks(plan);
        Assert.Equal(["fetch", "11", "10", "04", "merge"], tasks.Select(t => t.GetProperty("id").GetString()));
        Assert.Equal("x fetch", tasks[0].GetProperty("commandLine").GetString());
        Assert.Equal("""{"taskIds":["fetch"]}""", tasks[2].GetProperty("dependsOn").GetRawText());
        Assert.Equal("""{"taskIds":["fetch","04"],"taskIdRanges":[{"start":10,"end":11}]}""", tasks[^1].GetProperty("dependsOn").GetRawText());
        Assert.Equal((5, 3, true), (plan.TaskCount(0), plan.RequiredSlots, plan.UsesTaskDependencies));
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(2_345, 24)]
    public void Thousands_with_numbers_as_ids_cost_the_merge_task_one_range(int count, int chunks)
    {
        RunPlan plan = Plan(Collection(string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"{{i}}","commandLine":"x"}""")), ""","mergeTask":{"commandLine":"x"}"""));
        Assert.Equal(chunks, plan.ChunkCount(0));
        JsonElement merge = JsonElement.Parse(Written(plan, chunks - 1)[^1].Utf8.Span).GetProperty("value").EnumerateArray().Last();
        Assert.Equal($$"""{"taskIdRanges":[{"start":0,"end":{{count - 1}}}]}""", merge.GetProperty("dependsOn").GetRawText());
    }

    [Fact]
    public void More_tasks_than_allowed_are_refused() => Assert.Equal(
        (ErrorCodes.TooManyTasks, "/taskFactory/tasks"),
        TryPlan(Collection("""{"id":"a","commandLine":"x"},{"id":"b","commandLine":"x"}""", ""","maxTasks":1""")).Errors.Select(e => (e.Code, e.Pointer)).Single());

    [Fact]
    public void A_task_that_no_request_can_hold_is_named_where_it_stands()
    {
        string settings = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"name":"N{{i}}","value":"{parameters.big}"}"""));
        RunPlan plan = Plan(Job($$$"""
            "parameters":{"big":{"type":"string","default":"{{{new string('x', 30_000)}}}"}},
            "taskFactory":{"type":"taskCollection","tasks":[{"id":"s","commandLine":"x"},{"id":"huge","commandLine":"x","environmentSettings":[{{{settings}}}]}]}
            """));
        TaskChunkResult result = TaskChunkWriter.Write(plan, new TaskChunk(0, 0, []), Urls);
        Assert.Equal((ErrorCodes.TaskTooLarge, "/taskFactory/tasks/1"), (Assert.Single(result.Errors).Code, result.Errors[0].Pointer));
    }

    private static string Collection(string tasks, string more = "") => Job($$"""
        "taskFactory":{"type":"taskCollection","tasks":[{{tasks}}]{{more}}}
        """);

    [Theory]
    [InlineData("{run.id}/r.json", "", true)]
    [InlineData("{run.id}/r.json", ",\"dependsOn\":{\"taskIds\":[\"a\"]}", false)]
    [InlineData("{run.id}/{task.id}.json", "", false)]
    public void Tasks_that_would_write_the_same_blob_are_refused_by_their_ids(string path, string more, bool collides)
    {
        string outputs = $$"""
            "outputFiles":[{"filePattern":"r.json","destination":{"autoStorage":{"path":"{{path}}"} },"uploadOptions":{"uploadCondition":"tasksuccess"} }]
            """;
        RunPlanResult result = TryPlan(Job($$"""
            "usesTaskDependencies":true,"taskFactory":{"type":"taskCollection","tasks":[{"id":"a","commandLine":"x",{{outputs}}},{"id":"b","commandLine":"x",{{outputs}}{{more}} }]}
            """));

        Assert.Equal(collides ? [(ErrorCodes.OutputsCollide, "/taskFactory/tasks/1/outputFiles/0")] : [], result.Errors.Select(e => (e.Code, e.Pointer)));
        Assert.All(result.Errors, e => Assert.Contains("'a' and 'b'", e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("r.json", "{run.id}/r.json", "", true)]
    [InlineData("../std*.txt", "{run.id}", "", true)]
    [InlineData("*.json", "{run.id}", "", false)]
    [InlineData("../std*.txt", "{run.id}/{task.id}", "", false)]
    [InlineData("r.json", "{run.id}/r.json", ",\"dependsOn\":{\"taskIds\":[\"a\"]}", false)]
    public void Plain_tasks_that_would_write_the_same_blob_are_refused_as_far_as_that_is_sure(string pattern, string path, string more, bool collides)
    {
        string outputs = $$"""
            "outputFiles":[{"filePattern":"{{pattern}}","destination":{"autoStorage":{"path":"{{path}}"} },"uploadOptions":{"uploadCondition":"taskcompletion"} }]
            """;
        RunPlanResult result = TryPlan(Job($$"""
            "usesTaskDependencies":true,"tasks":[{"id":"a","commandLine":"x",{{outputs}}},{"id":"b","commandLine":"x",{{outputs}}{{more}} }]
            """));

        Assert.Equal(collides ? [(ErrorCodes.OutputsCollide, "/tasks/1/outputFiles/0")] : [], result.Errors.Select(e => (e.Code, e.Pointer)));
    }
}
