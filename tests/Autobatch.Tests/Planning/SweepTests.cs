using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;
using CsCheck;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class SweepTests
{
    private static readonly Gen<(int Start, int Count, int Step)> s_range = Gen.Select(Gen.Int[-500, 500], Gen.Int[1, 12], Gen.Int[-9, 9].Where(s => s != 0));

    [Fact]
    public void Last_dimension_changes_fastest_and_ids_count_from_zero()
    {
        JsonElement[] tasks = Tasks(Plan(Sweep(
            """[{"start":1,"end":2},{"start":10,"end":5,"step":-5},{"values":["a",3]}]""", """{"commandLine":"{task.id}: {0} {1} {2} {{0}} ${1}"}""")));
        Assert.Equal(
            ["0: 1 10 a {0} $10", "1: 1 10 3 {0} $10", "2: 1 5 a {0} $5", "3: 1 5 3 {0} $5", "4: 2 10 a {0} $10", "5: 2 10 3 {0} $10", "6: 2 5 a {0} $5", "7: 2 5 3 {0} $5"],
            tasks.Select(t => t.GetProperty("commandLine").GetString()));
    }

    [Theory]
    [InlineData(0, 10, 3, "0 3 6 9")]
    [InlineData(10, 0, -3, "10 7 4 1")]
    [InlineData(5, 5, -7, "5")]
    [InlineData(-2147483648, 2147483647, 2147483647, "-2147483648 -1 2147483646")]
    public void Ends_count_when_steps_meet_them(int start, int end, int step, string expected)
    {
        JsonElement[] tasks = Tasks(Plan(Sweep($$"""[{"start":{{start}},"end":{{end}},"step":{{step}}}]""", """{"commandLine":"{0}"}""")));
        Assert.Equal(expected, string.Join(' ', tasks.Select(t => t.GetProperty("commandLine").GetString())));
    }

    [Fact]
    public void Any_sweep_gives_every_combination_once_in_order_whatever_the_chunks()
    {
        Gen.Select(s_range.List[1, 4], Gen.Bool).Sample((ranges, merges) =>
        {
            RunPlan plan = Plan(Sweep(
                "[" + string.Join(',', ranges.Select(r => $$"""{"start":{{r.Start}},"end":{{r.Start + ((r.Count - 1) * r.Step)}},"step":{{r.Step}}}""")) + "]",
                $$"""{"commandLine":"{{string.Join(' ', ranges.Select((_, d) => $"{{{d}}}"))}}"}""",
                merges ? ""","mergeTask":{"commandLine":"x"}""" : ""));
            string[] expected = [.. ranges.Aggregate<(int Start, int Count, int Step), IEnumerable<string>>(
                [""], (texts, r) => texts.SelectMany(t => Enumerable.Range(0, r.Count).Select(i => $"{t} {r.Start + (i * r.Step)}"))).Select(t => t[1..])];
            Assert.Equal(expected.Length + (merges ? 1 : 0), plan.TaskCount(0));
            List<JsonElement> tasks = [];
            for (int chunk = 0; chunk < plan.ChunkCount(0); chunk++)
            {
                TaskCollectionBody body = Assert.Single(Written(plan, chunk));
                Assert.Equal(Math.Min(TaskChunk.Size, plan.TaskCount(0) - (chunk * TaskChunk.Size)), body.TaskIds.Count);
                tasks.AddRange(JsonElement.Parse(body.Utf8.Span).GetProperty("value").EnumerateArray());
            }

            Assert.Equal([.. Enumerable.Range(0, expected.Length).Select(i => $"{i}"), .. merges ? (string[])["merge"] : []], tasks.Select(t => t.GetProperty("id").GetString()));
            Assert.Equal(expected, tasks.Take(expected.Length).Select(t => t.GetProperty("commandLine").GetString()));
        }, iter: 60);
    }

    [Fact]
    public void Any_chunk_can_be_made_again_from_the_manifest_alone_to_the_byte()
    {
        string json = Sweep(
            """[{"start":1,"end":100},{"start":0,"end":99}]""",
            """{"commandLine":"/bin/x {0} {1}","environmentSettings":[{"name":"N","value":"{task.id} {run.id}"}]}""", ""","mergeTask":{"commandLine":"x"}""");
        RunPlan first = Plan(json);
        Gen.Int[0, first.ChunkCount(0) - 1].Sample(
            chunk => Assert.Equal(Bytes(first, chunk), Bytes(Plan(json), chunk)), iter: 40);
    }

    [Fact]
    public void Merge_waits_for_the_whole_sweep()
    {
        JsonElement[] tasks = Tasks(Plan(Sweep("""[{"values":["x","y"]}]""", """{"commandLine":"{0}"}""", ""","mergeTask":{"id":"sum","commandLine":"x"}""")));
        Assert.Equal("sum", tasks[^1].GetProperty("id").GetString());
        Assert.Equal("""{"taskIdRanges":[{"start":0,"end":1}]}""", tasks[^1].GetProperty("dependsOn").GetRawText());
    }

    [Fact]
    public void Numbers_below_zero_start_chains()
    {
        RunPlan plan = Plan(Sweep("""[{"start":-2,"end":2}]""", """{"commandLine":"x","dependsOn":{"taskIds":["{0}"]}}"""));
        Assert.True(plan.UsesTaskDependencies);
        Assert.Equal(
            ["""{"taskIds":[]}""", """{"taskIds":[]}""", """{"taskIds":["0"]}""", """{"taskIds":["1"]}""", """{"taskIds":["2"]}"""],
            Tasks(plan).Select(t => t.GetProperty("dependsOn").GetRawText()));
    }

    [Fact]
    public void Chains_may_also_wait_for_what_a_job_manager_adds()
    {
        JsonElement[] tasks = Tasks(Plan(Job("""
            "jobManagerTask":{"id":"boss","commandLine":"x"},"taskFactory":{"type":"parametricSweep","parameterSets":[{"start":-1,"end":0},{"values":["a"]}],
            "repeatTask":{"commandLine":"x","dependsOn":{"taskIds":["{0}","prep-{1}"],"taskIdRanges":[{"start":5,"end":6}]}}}
            """)));
        Assert.Equal(
            ["""{"taskIds":["prep-a"],"taskIdRanges":[{"start":5,"end":6}]}""", """{"taskIds":["prep-a","0"],"taskIdRanges":[{"start":5,"end":6}]}"""],
            tasks.Select(t => t.GetProperty("dependsOn").GetRawText()));
    }

    [Fact]
    public void A_chain_never_waits_for_itself_or_a_later_task()
    {
        Gen.Select(Gen.Int[-30, 30], Gen.Int[1, 12], Gen.Int[-9, 9].Where(s => s != 0), Gen.Int[1, 5], Gen.Int[1, 5]).Sample((start, count, step, before, after) =>
        {
            string json = Sweep(
                $$"""[{"start":1,"end":{{before}}},{"start":{{start}},"end":{{start + ((count - 1) * step)}},"step":{{step}}},{"start":1,"end":{{after}}}]""",
                """{"commandLine":"x","dependsOn":{"taskIds":["{1}"]}}""");
            bool early = Enumerable.Range(0, before * count * after).All(task => start + (task / after % count * step) is var on && (on < 0 || on < task));
            Assert.Equal(early, Autobatch.Manifests.ManifestReader.Read(System.Text.Encoding.UTF8.GetBytes(json)).IsValid);
        }, iter: 2_000);
    }

    [Fact]
    public void Bounds_come_from_parameters()
    {
        string json = Job("""
            "parameters":{"n":{"type":"integer","default":3}},"taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":"{parameters.n}"}],
            "repeatTask":{"commandLine":"{0} of {parameters.n}"}}
            """);
        Assert.Equal(["1 of 3", "2 of 3", "3 of 3"], Tasks(Plan(json)).Select(t => t.GetProperty("commandLine").GetString()));
        Assert.Equal(5, Plan(json, With("n", "5")).TaskCount(0));
        Assert.Equal((ErrorCodes.InvalidValue, "/taskFactory/parameterSets/0"), First(TryPlan(json, With("n", "0"))));
        Assert.Equal((ErrorCodes.InvalidValue, "/taskFactory/parameterSets/0/end"), First(TryPlan(json, With("n", "99999999999"))));
        Assert.Equal((ErrorCodes.TooManyTasks, "/taskFactory/parameterSets"), First(TryPlan(json, With("n", "100001"))));
        Assert.Equal((ErrorCodes.TooManyTasks, "/taskFactory/parameterSets"), First(TryPlan(json, With("n", "2000000000"))));
        Assert.Equal(1_000_000, Plan(json, With("n", "1000000") with { MaxTasks = 1_000_000 }).TaskCount(0));
    }

    [Fact]
    public void More_tasks_than_the_manifest_allows_are_refused() => Assert.Equal(
        (ErrorCodes.TooManyTasks, "/taskFactory/parameterSets"), First(TryPlan(Sweep("""[{"start":1,"end":11}]""", """{"commandLine":"x"}""", ""","maxTasks":10"""))));

    [Theory]
    [InlineData("{run.id}/{0}.png", true)]
    [InlineData("{run.id}/{1}-{0}.png", false)]
    [InlineData("{run.id}/{task.id}.png", false)]
    [InlineData("{run.id}/{1}/", true)]
    public void Outputs_of_a_sweep_must_stay_apart(string path, bool collides)
    {
        RunPlanResult result = TryPlan(Sweep(
            """[{"start":1,"end":2},{"start":1,"end":2},{"start":7,"end":7}]""",
            """{"commandLine":"x","outputFiles":[{"filePattern":"a.png","destination":{"autoStorage":{"path":"PATH"}},"uploadOptions":{"uploadCondition":"taskSuccess"}}]}"""
                .Replace("PATH", path, StringComparison.Ordinal)));
        Assert.Equal(collides, !result.IsValid && result.Errors[0].Code == ErrorCodes.OutputsCollide);
    }

    [Fact]
    public void Values_cannot_break_out_of_their_string()
    {
        JsonElement task = Assert.Single(Tasks(Plan(Sweep("""[{"values":["a\"},{\\{{task.id}}"]}]""", """{"commandLine":"/bin/x {0}"}"""))));
        Assert.Equal("/bin/x a\"},{\\{task.id}", task.GetProperty("commandLine").GetString());
    }

    private static string Sweep(string sets, string repeatTask, string more = "") => Job($$"""
        "taskFactory":{"type":"parametricSweep","parameterSets":{{sets}},"repeatTask":{{repeatTask}}{{more}}}
        """);

    private static RunContext With(string name, string value) =>
        Context with { Parameters = new Dictionary<string, JsonElement> { [name] = JsonElement.Parse(value) } };

    private static (string, string) First(RunPlanResult result) => (result.Errors[0].Code, result.Errors[0].Pointer);

    private static byte[] Bytes(RunPlan plan, int chunk) => [.. Written(plan, chunk).SelectMany(b => b.Utf8.ToArray())];
}
