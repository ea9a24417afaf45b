using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class TaskChunkWriterTests
{
    [Fact]
    public void Each_file_gets_a_numbered_task_with_its_names()
    {
        JsonElement[] tasks = Tasks(
            Plan(Factory("""{"commandLine":"/bin/x {task.id} {fileName} {filePath} {fileNameWithoutExtension} {run.id} {{fileName}} ${HOME}"}""")), "d/a.tar.gz", "b");
        Assert.Equal(["0", "1"], tasks.Select(t => t.GetProperty("id").GetString()));
        Assert.Equal($"/bin/x 0 a.tar.gz d/a.tar.gz a.tar {RunId} {{fileName}} ${{HOME}}", tasks[0].GetProperty("commandLine").GetString());
        Assert.Equal($"/bin/x 1 b b b {RunId} {{fileName}} ${{HOME}}", tasks[1].GetProperty("commandLine").GetString());
    }

    [Fact]
    public void File_names_cannot_break_out_of_their_string()
    {
        JsonElement task = Assert.Single(Tasks(Plan(Factory("""{"commandLine":"/bin/x {filePath}"}""")), "a\"},{\\{task.id}\u2028ü.txt"));
        Assert.Equal("/bin/x a\"},{\\{task.id}\u2028ü.txt", task.GetProperty("commandLine").GetString());
    }

    [Fact]
    public void Url_carries_a_credential_only_as_a_resource_file_without_identity()
    {
        JsonElement task = Assert.Single(Tasks(
            Plan(Factory("""
                {"commandLine":"/bin/x {url}","resourceFiles":[
                  {"httpUrl":"{url}","filePath":"{fileName}"},
                  {"httpUrl":"{url}","filePath":"f","identityReference":{"resourceId":"/i"}}]}
                """)),
            "a b.txt"));
        JsonElement files = task.GetProperty("resourceFiles");
        Assert.Equal("https://s/inputs/a%20b.txt?read&secret", files[0].GetProperty("httpUrl").GetString());
        Assert.Equal("https://s/inputs/a%20b.txt", files[1].GetProperty("httpUrl").GetString());
        Assert.Equal("/bin/x https://s/inputs/a%20b.txt", task.GetProperty("commandLine").GetString());
    }

    [Fact]
    public void Merge_task_comes_last_and_waits_for_all()
    {
        RunPlan plan = Plan(Factory("""{"commandLine":"x"}""", ""","mergeTask":{"commandLine":"/bin/x {task.id}"}"""));
        JsonElement[] tasks = Tasks(plan, "a", "b", "c");
        Assert.Equal(["0", "1", "2", "merge"], tasks.Select(t => t.GetProperty("id").GetString()));
        Assert.Equal("""{"taskIdRanges":[{"start":0,"end":2}]}""", tasks[^1].GetProperty("dependsOn").GetRawText());
        Assert.Equal("/bin/x merge", tasks[^1].GetProperty("commandLine").GetString());
        Assert.True(JobBody(plan).GetProperty("usesTaskDependencies").GetBoolean());
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(99, 100, 1)]
    [InlineData(100, 101, 2)]
    [InlineData(250, 251, 3)]
    public void Chunks_hold_a_hundred_tasks_and_the_merge_task_fits_behind_the_last_file(int files, int tasks, int chunks)
    {
        RunPlan plan = Plan(Factory("""{"commandLine":"x"}""", ""","mergeTask":{"commandLine":"x"}"""));
        Assert.Equal((tasks, chunks), (plan.TaskCount(files), plan.ChunkCount(files)));
        InputFile[] all = [.. Enumerable.Range(0, files).Select(i => new InputFile("inputs", $"{i:d4}"))];
        List<string> ids = [];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            TaskChunkResult result = TaskChunkWriter.Write(
                plan, new TaskChunk(chunk, files, [.. all.Skip(chunk * TaskChunk.Size).Take(TaskChunk.Size)]), new NoUrls());
            TaskCollectionBody body = Assert.Single(result.Bodies);
            Assert.InRange(body.TaskIds.Count, 1, TaskChunk.Size);
            ids.AddRange(body.TaskIds);
        }

        Assert.Equal([.. Enumerable.Range(0, files).Select(i => $"{i}"), "merge"], ids);
    }

    [Fact]
    public void Explicit_tasks_keep_ids_order_and_unknown_future_digits()
    {
        string tasks = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{"id":"t{{i}}","commandLine":"/bin/x {task.id}","requiredSlots":1}"""));
        RunPlan plan = Plan(Job($"\"tasks\":[{tasks}]"));
        Assert.Equal(2, plan.ChunkCount(0));
        TaskCollectionBody second = Assert.Single(TaskChunkWriter.Write(plan, new TaskChunk(1, 0, []), new NoUrls()).Bodies);
        Assert.Equal(Enumerable.Range(100, 50).Select(i => $"t{i}"), second.TaskIds);
        JsonElement first = JsonElement.Parse(second.Utf8.Span).GetProperty("value")[0];
        Assert.Equal("/bin/x t100", first.GetProperty("commandLine").GetString());
        Assert.Equal("1", first.GetProperty("requiredSlots").GetRawText());
    }

    [Fact]
    public void Tasks_too_large_for_one_request_go_in_several()
    {
        string big = new('x', 30_000);
        string tasks = string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""{"id":"t{{i}}","commandLine":"{parameters.big}{parameters.big}"}"""));
        RunPlan plan = Plan(Job($$$"""
            "parameters":{"big":{"type":"string","default":"{{{big}}}"}},"tasks":[{{{tasks}}}]
            """));
        TaskChunkResult result = TaskChunkWriter.Write(plan, new TaskChunk(0, 0, []), new NoUrls());
        Assert.Equal(2, result.Bodies.Count);
        Assert.All(result.Bodies, b => Assert.InRange(b.Utf8.Length, 1, TaskChunkWriter.MaxBodyBytes));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"t{i}"), result.Bodies.SelectMany(b => b.TaskIds));
        Assert.Equal(30, result.Bodies.Sum(b => JsonElement.Parse(b.Utf8.Span).GetProperty("value").GetArrayLength()));
    }

    [Fact]
    public void Task_that_no_request_can_hold_is_named()
    {
        string settings = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"name":"N{{i}}","value":"{parameters.big}"}"""));
        RunPlan plan = Plan(Job($$$"""
            "parameters":{"big":{"type":"string","default":"{{{new string('x', 30_000)}}}"}},
            "tasks":[{"id":"small","commandLine":"x"},{"id":"huge","commandLine":"x","environmentSettings":[{{{settings}}}]}]
            """));
        TaskChunkResult result = TaskChunkWriter.Write(plan, new TaskChunk(0, 0, []), new NoUrls());
        Assert.Empty(result.Bodies);
        Assert.Equal((ErrorCodes.TaskTooLarge, "/tasks/1"), (Assert.Single(result.Errors).Code, result.Errors[0].Pointer));
        Assert.Contains("'huge'", result.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(1200, false)]
    public void Resource_files_beyond_what_batch_takes_are_refused(int files, bool fits)
    {
        string list = string.Join(',', Enumerable.Range(0, files).Select(i => $$"""{"httpUrl":"https://s/{{i:d5}}","filePath":"f{{i}}"}"""));
        TaskChunkResult result = TaskChunkWriter.Write(Plan(Task($"\"resourceFiles\":[{list}]")), new TaskChunk(0, 0, []), new NoUrls());
        Assert.Equal(fits, result.Errors.Count == 0);
        Assert.True(fits || (result.Errors[0].Code == ErrorCodes.TooManyResourceFiles && result.Errors[0].Pointer == "/tasks/0/resourceFiles"));
    }

    private sealed class NoUrls : IStorageUrls
    {
        public string Blob(string container, string blob) => "u";

        public string BlobForReading(string container, string blob) => "u";

        public string Container(string container) => "u";

        public string ContainerForWriting(string container) => "u";
    }
}
