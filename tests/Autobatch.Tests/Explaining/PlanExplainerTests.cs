using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Explaining;
using Autobatch.Planning;
using CsCheck;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Explaining;

public sealed class PlanExplainerTests
{
    [Fact]
    public void A_sweep_is_told_by_its_first_and_last_tasks()
    {
        PlanExplanation told = Explain(Plan(Job("""
            "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":1000},{"start":1,"end":1000}],"repeatTask":{"commandLine":"/bin/x {0} {1}"},
            "mergeTask":{"commandLine":"/bin/true"}}
            """), Context with { MaxTasks = 1_000_000 }));
        Assert.Equal((1_000_001, 10_001), (told.Tasks, told.Chunks));
        Assert.Equal("/bin/x 1 1", told.FirstTask!.Value.GetProperty("commandLine").GetString());
        Assert.Equal(("999999", "/bin/x 1000 1000"), (told.LastTask!.Value.GetProperty("id").GetString(), told.LastTask.Value.GetProperty("commandLine").GetString()));
        Assert.Equal("""{"taskIdRanges":[{"start":0,"end":999999}]}""", told.MergeTask!.Value.GetProperty("dependsOn").GetRawText());
        Assert.False(told.TaskBytes.Exact);
        Assert.True(told.TaskBytes.Fits && told.ChunkBytes.Fits && told.ResourceFileChars.Fits);
        Assert.Empty(told.Errors);
    }

    [Fact]
    public void No_task_of_a_sweep_is_larger_than_its_bound()
    {
        Gen.Select(Gen.Int[-2_000, 2_000], Gen.Int[1, 300], Gen.Int[-99, 99].Where(s => s != 0), Gen.Int[0, 2_000].List[1, 5]).Sample(
            (start, count, step, lengths) =>
            {
                string[] values = [.. lengths.Distinct().Select(l => $"{new string('é', l % 13)}\"\\{l}")];
                RunPlan plan = Plan(Job($$$"""
                    "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":{{{start}}},"end":{{{start + ((count - 1) * step)}}},"step":{{{step}}} },{"values":{{{JsonSerializer.Serialize(values)}}} }],
                    "repeatTask":{"commandLine":"x{0}","displayName":"{1} {task.id}","resourceFiles":[{"httpUrl":"https://s/{1}","filePath":"{0}"}]}}
                    """));
                PlanExplanation told = Explain(plan);
                for (int chunk = 0; chunk < told.Chunks; chunk++)
                {
                    TaskCollectionBody body = Assert.Single(Written(plan, chunk));
                    Assert.InRange(body.Utf8.Length, 1, told.ChunkBytes.Largest);
                    foreach (JsonElement task in JsonElement.Parse(body.Utf8.Span).GetProperty("value").EnumerateArray())
                    {
                        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(task.GetRawText()), 1, told.TaskBytes.Largest);
                        Assert.InRange(task.GetProperty("resourceFiles").GetRawText().Length, 1, told.ResourceFileChars.Largest);
                    }
                }
            },
            iter: 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(250)]
    public void Files_are_told_by_their_first_and_last_tasks_and_bounded_by_the_longest_names(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"in/{i:d4}{new string('é', i * 7 % 50)}.txt")];
        RunPlan plan = Plan(Factory(
            """{"commandLine":"x {fileName}","resourceFiles":[{"httpUrl":"{url}","filePath":"{fileName}"}]}""", ""","mergeTask":{"commandLine":"x"}"""));
        PlanExplanation told = Explain(plan, names);
        JsonElement[] tasks = [.. Enumerable.Range(0, told.Chunks).SelectMany(c => All(plan, c, names))];
        Assert.Equal(count + 1, told.Tasks);
        Assert.Equal("0", told.FirstTask!.Value.GetProperty("id").GetString());
        Assert.Equal($"x {names[^1][3..]}", told.LastTask!.Value.GetProperty("commandLine").GetString());
        Assert.Equal("merge", told.MergeTask!.Value.GetProperty("id").GetString());
        Assert.All(tasks[..^1], t => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(t.GetRawText()), 1, told.TaskBytes.Largest));
    }

    [Fact]
    public void Listed_tasks_are_measured_exactly()
    {
        RunPlan plan = Plan(Job("""
            "tasks":[{"id":"a","commandLine":"x"},{"id":"b","commandLine":"a longer one","resourceFiles":[{"httpUrl":"https://s/f","filePath":"f"}]}]
            """));
        PlanExplanation told = Explain(plan);
        TaskCollectionBody body = Assert.Single(Written(plan, 0));
        JsonElement[] tasks = [.. JsonElement.Parse(body.Utf8.Span).GetProperty("value").EnumerateArray()];
        Assert.True(told.TaskBytes.Exact);
        Assert.Equal(tasks.Max(t => t.GetRawText().Length), told.TaskBytes.Largest);
        Assert.Equal(tasks[1].GetProperty("resourceFiles").GetRawText().Length, told.ResourceFileChars.Largest);
        Assert.Equal("b", told.LastTask!.Value.GetProperty("id").GetString());
    }

    [Fact]
    public void Nothing_shown_holds_a_credential()
    {
        PlanExplanation told = Explain(
            Plan(Factory("""{"commandLine":"x","resourceFiles":[{"httpUrl":"{url}","filePath":"f"}]}""", ""","mergeTask":{"commandLine":"x"}""")), "a.txt");
        Assert.All(
            new[] { told.Job, told.FirstTask!.Value, told.LastTask!.Value, told.MergeTask!.Value },
            body => Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal));
        Assert.Contains("https://s/inputs/a.txt", told.FirstTask!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cliff_is_told_before_the_run_meets_it()
    {
        string files = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"httpUrl":"https://s/{{new string('x', 60)}}","filePath":"f{{i}}"}"""));
        PlanExplanation told = Explain(Plan(Task($"\"resourceFiles\":[{files}]")));
        Assert.False(told.ResourceFileChars.Fits);
        Assert.Equal((ErrorCodes.TooManyResourceFiles, "/tasks/0/resourceFiles"), told.Errors.Select(e => (e.Code, e.Pointer)).Single());
    }

    [Fact]
    public void A_job_without_tasks_is_explained_too()
    {
        PlanExplanation told = Explain(Plan(Job("\"jobManagerTask\":{\"id\":\"boss\",\"commandLine\":\"x\"}")));
        Assert.Equal((0, 0), (told.Tasks, told.Chunks));
        Assert.Null(told.FirstTask);
        Assert.Equal("boss", told.Job.GetProperty("jobManagerTask").GetProperty("id").GetString());
    }

    private static PlanExplanation Explain(RunPlan plan, params string[] files)
    {
        InputBounds bounds = new(Urls);
        foreach (string file in files)
        {
            bounds.Add(new InputFile("inputs", file));
        }

        return PlanExplainer.Explain(plan, plan.Source is null ? null : bounds, Urls, new Plain());
    }

    private static JsonElement[] All(RunPlan plan, int chunk, string[] names) =>
        [.. TaskChunkWriter.Write(plan, new TaskChunk(chunk, names.Length, [.. names.Skip(chunk * TaskChunk.Size).Take(TaskChunk.Size).Select(n => new InputFile("inputs", n))]), Urls)
            .Bodies.SelectMany(b => JsonElement.Parse(b.Utf8.Span).GetProperty("value").EnumerateArray())];

    private sealed class Plain : IStorageUrls
    {
        public string Blob(string container, string blob) => Urls.Blob(container, blob);

        public string BlobForReading(string container, string blob) => Urls.Blob(container, blob);

        public string Container(string container) => Urls.Container(container);

        public string ContainerForWriting(string container) => Urls.Container(container);
    }
}
