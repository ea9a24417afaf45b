using System.Text.Json;
using Autobatch.Results;

namespace Autobatch.Tests.Results;

public sealed class ExitClassTests
{
    private const string Conditions = """
        { "exitCodes": [ { "code": 3, "exitOptions": { "dependencyAction": "satisfy", "jobAction": "none" } } ],
          "exitCodeRanges": [ { "start": 10, "end": 19, "exitOptions": { "jobAction": "Disable" } } ],
          "fileUploadError": { "dependencyAction": "satisfy" },
          "default": { "jobAction": "terminate" } }
        """;

    [Theory]
    [InlineData(0, null, "success", null, "satisfy", "none")]
    [InlineData(3, "FailureExitCode", "failure", "exitCodes", "satisfy", "none")]
    [InlineData(19, "FailureExitCode", "failure", "exitCodeRanges", "block", "disable")]
    [InlineData(20, "FailureExitCode", "failure", "default", "block", "terminate")]
    [InlineData(0, "FileUploadMiscError", "fileUploadError", "fileUploadError", "satisfy", "terminate")]
    [InlineData(null, "CommandProgramNotFound", "preProcessingError", "default", "block", "terminate")]
    [InlineData(null, "TaskEnded", "ended", "default", "block", "terminate")]
    public void End_falls_under_its_class_and_its_condition(int? exitCode, string? failure, string name, string? condition, string dependency, string job) =>
        Assert.Equal(
            new ExitClass(name, exitCode, condition, dependency, job),
            ExitClass.Of(completed: true, exitCode, failure, JsonElement.Parse(Conditions), actsOnJob: true));

    [Fact]
    public void Without_conditions_a_failure_blocks_and_the_job_is_acted_on_only_when_it_says_so()
    {
        Assert.Equal(new ExitClass("failure", 1, null, "block", "none"), ExitClass.Of(true, 1, "FailureExitCode", null, actsOnJob: false));
        Assert.Equal(new ExitClass("failure", 1, null, "block", "terminate"), ExitClass.Of(true, 1, "FailureExitCode", null, actsOnJob: true));
        Assert.Equal(new ExitClass("unfinished", null, null, "block", "none"), ExitClass.Of(false, null, null, JsonElement.Parse(Conditions), actsOnJob: true));
    }

    [Fact]
    public async Task Table_counts_tasks_and_retries_and_stays_short_however_many_exit_codes_there_are()
    {
        using MemoryStream file = new();
        await using (ResultDocumentWriter writer = new(file, new RunResultHeader { RunId = new string('0', 32), ManifestId = "m", CreatedAt = DateTimeOffset.UnixEpoch }))
        {
            for (int i = 0; i < 1_000; i++)
            {
                writer.Task(new TaskResult { Id = $"{i}", State = "completed", RetryCount = 1, Exit = ExitClass.Of(true, i, i == 0 ? null : "FailureExitCode", null, false) });
                writer.Task(new TaskResult { Id = $"w{i}", State = "completed", Exit = ExitClass.Of(true, 0, null, null, false) });
            }

            await writer.FinishAsync(new RunOutcome("CompletedWithFailures", DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);
        }

        JsonElement[] rows = [.. JsonElement.Parse(file.ToArray()).GetProperty("exitClasses").EnumerateArray()];
        Assert.Equal(201, rows.Length);
        Assert.Equal(("success", 0, 1_001L, 1L), (Text(rows[0], "class"), rows[0].GetProperty("exitCode").GetInt32(), Number(rows[0], "tasks"), Number(rows[0], "retries")));
        JsonElement rest = rows.Single(r => r.GetProperty("exitCode").ValueKind == JsonValueKind.Null);
        Assert.Equal((800L, 800L), (Number(rest, "tasks"), Number(rest, "retries")));
        Assert.Equal(2_000, rows.Sum(r => Number(r, "tasks")));
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
