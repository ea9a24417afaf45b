using System.Text.Json;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class OutputFilesTests
{
    private const string Streams = "../std*.txt";

    [Fact]
    public void Streams_of_a_task_without_outputs_are_kept()
    {
        JsonElement file = Assert.Single(Outputs(Job("""
            "tasks":[{"id":"a","commandLine":"x"}]
            """)));
        Assert.Equal(
            """{"filePattern":"../std*.txt","destination":{"container":{"containerUrl":"https://s/outputs?write&secret","path":"0123456789abcdef0123456789abcdef/a"}},"uploadOptions":{"uploadCondition":"taskcompletion"}}""",
            file.GetRawText());
    }

    [Fact]
    public void Streams_are_left_out_when_the_settings_say_so()
    {
        RunPlan plan = Plan(Job("""
            "tasks":[{"id":"a","commandLine":"x"},
                     {"id":"b","commandLine":"x","outputFiles":[{"filePattern":"*.txt","destination":{"autoStorage":{}},"uploadOptions":{"uploadCondition":"tasksuccess"}}]}]
            """), Context with { KeepStandardStreams = false });

        Assert.Equal([0, 1], Tasks(plan).Select(t => t.GetProperty("outputFiles").GetArrayLength()));
    }

    [Theory]
    [InlineData(""" "tasks":[{"id":"a","commandLine":"x"}] """, "a")]
    [InlineData(""" "tasks":[{"id":"a","commandLine":"x","outputFiles":[{"filePattern":"*.txt","destination":{"autoStorage":{}},"uploadOptions":{"uploadCondition":"tasksuccess"}}]}] """, "a")]
    [InlineData(""" "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":1}],"repeatTask":{"commandLine":"x {0}"}} """, "0")]
    [InlineData(""" "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":3}],"repeatTask":{"commandLine":"x {0}"},"mergeTask":{"commandLine":"y"}} """, "merge")]
    [InlineData(""" "tasks":[{"id":"a","commandLine":"x"},{"id":"b","commandLine":"x"}] """, null)]
    [InlineData(""" "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":3}],"repeatTask":{"commandLine":"x {0}"}} """, null)]
    [InlineData(""" "onAllTasksComplete":"noaction","tasks":[{"id":"a","commandLine":"x"}] """, null)]
    [InlineData(""" "jobManagerTask":{"id":"m","commandLine":"x"},"tasks":[{"id":"a","commandLine":"x"}] """, null)]
    [InlineData(""" "tasks":[{"id":"a","commandLine":"x","outputFiles":[{"filePattern":"../std*.txt","destination":{"autoStorage":{}},"uploadOptions":{"uploadCondition":"taskcompletion"}}]}] """, null)]
    public void Only_the_task_that_must_end_last_leaves_a_mark_and_what_it_uploads_besides_stays(string job, string? marks)
    {
        JsonElement[] marked = Tasks(Plan(Job(job), Context with { MarkersContainer = "markers" }));
        JsonElement[] plain = Tasks(Plan(Job(job)));

        Assert.Equal(plain.Length, marked.Length);
        foreach ((JsonElement task, JsonElement without) in marked.Zip(plain))
        {
            string[] files = [.. task.GetProperty("outputFiles").EnumerateArray().Select(f => f.GetRawText())];
            string[] before = [.. without.GetProperty("outputFiles").EnumerateArray().Select(f => f.GetRawText())];
            if (task.GetProperty("id").GetString() == marks)
            {
                Assert.Equal(
                    """{"filePattern":"../stderr.txt","destination":{"container":{"containerUrl":"https://s/markers?write&secret","path":"0123456789abcdef0123456789abcdef/end"}},"uploadOptions":{"uploadCondition":"taskcompletion"}}""",
                    files[^1]);
                files = files[..^1];
            }

            Assert.Equal(before, files);
        }
    }

    [Theory]
    [InlineData(RunId + "/end", RunId)]
    [InlineData("end", null)]
    [InlineData("/end", null)]
    [InlineData(RunId + "/more/end", null)]
    [InlineData(RunId + "/END", null)]
    [InlineData(RunId, null)]
    public void Name_of_a_mark_tells_its_run(string name, string? run) => Assert.Equal(run, EndMarker.RunOf(name));

    [Theory]
    [InlineData(Streams, "taskCompletion", "{run.id}/{task.id}", 1)]
    [InlineData(Streams, "taskCompletion", "{run.id}/{task.id}/", 1)]
    [InlineData("..\\\\std*.txt", "taskcompletion", "{run.id}/{task.id}", 1)]
    [InlineData("$AZ_BATCH_TASK_DIR/*.txt", "taskcompletion", "{run.id}/{task.id}", 1)]
    [InlineData(Streams, "taskfailure", "{run.id}/{task.id}", 2)]
    [InlineData(Streams, "taskcompletion", "elsewhere", 2)]
    [InlineData("../stdout.txt", "taskcompletion", "{run.id}/{task.id}", 2)]
    [InlineData("*.txt", "taskcompletion", "{run.id}/{task.id}", 2)]
    public void Streams_are_kept_once_wherever_the_task_keeps_them(string pattern, string condition, string path, int files) =>
        Assert.Equal(files, Outputs(Task($$$"""
            "outputFiles":[{"filePattern":"{{{pattern}}}","destination":{"autoStorage":{"path":"{{{path}}}"}},"uploadOptions":{"uploadCondition":"{{{condition}}}"}}]
            """)).Length);

    [Theory]
    [InlineData("out/*.json", "\"path\":\"x/{task.id}\"", "x/a")]
    [InlineData("out/*.json", "\"path\":\"x/\"", "x")]
    [InlineData("out/r.json", "\"path\":\"x/\"", "x/r.json")]
    [InlineData("out/r.json", "\"path\":\"x\"", "x")]
    [InlineData("out/*.json", "\"containerName\":\"outputs\"", RunId + "/a")]
    [InlineData("out/r.json", "\"containerName\":\"outputs\"", RunId + "/a/r.json")]
    public void Path_means_a_folder_or_a_blob_as_it_is_written(string pattern, string destination, string expected)
    {
        JsonElement container = Outputs(Task($$$"""
            "outputFiles":[{"filePattern":"{{{pattern}}}","destination":{"autoStorage":{ {{{destination}}} }},"uploadOptions":{"uploadCondition":"tasksuccess"}}]
            """))[0].GetProperty("destination").GetProperty("container");
        Assert.Equal(expected, container.GetProperty("path").GetString());
        Assert.Equal("https://s/outputs?write&secret", container.GetProperty("containerUrl").GetString());
    }

    [Fact]
    public void Destination_with_an_identity_carries_no_credential()
    {
        JsonElement container = Outputs(Task("""
            "outputFiles":[{"filePattern":"*","destination":{"autoStorage":{"containerName":"mine","path":"p","identityReference":{"resourceId":"/i"},
             "uploadHeaders":[{"name":"Content-Type","value":"text/{run.id}"}]}},"uploadOptions":{"uploadCondition":"tasksuccess"}}]
            """))[0].GetProperty("destination").GetProperty("container");
        Assert.Equal(
            $$"""{"containerUrl":"https://s/mine","path":"p","identityReference":{"resourceId":"/i"},"uploadHeaders":[{"name":"Content-Type","value":"text/{{RunId}}"}]}""",
            container.GetRawText());
    }

    [Fact]
    public void Destination_by_url_passes_through()
    {
        const string file = """{"filePattern":"*","destination":{"container":{"containerUrl":"https://e/c?sas=1&x=2"}},"uploadOptions":{"uploadCondition":"taskFailure"}}""";
        Assert.Equal(file, Outputs(Task($"\"outputFiles\":[{file}]"))[0].GetRawText());
    }

    private static JsonElement[] Outputs(string manifest) => [.. Tasks(Plan(manifest))[0].GetProperty("outputFiles").EnumerateArray()];
}
