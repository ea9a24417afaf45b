using System.Text.Json;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;

namespace Autobatch.Emulator.Tests.Scheduling;

public sealed class ExitConditionsTests
{
    private const string Conditions = """
        {"exitConditions":{
          "exitCodes":[{"code":3,"exitOptions":{"dependencyAction":"satisfy","jobAction":"none"}},{"code":0,"exitOptions":{"dependencyAction":"block"}}],
          "exitCodeRanges":[{"start":2,"end":5,"exitOptions":{"jobAction":"disable"}}],
          "fileUploadError":{"dependencyAction":"satisfy"},
          "preProcessingError":{"jobAction":"disable"},
          "default":{"dependencyAction":"satisfy","jobAction":"terminate"}}}
        """;

    [Theory]
    [InlineData("{}", 0, null, true, JobAction.None)]
    [InlineData("{}", 1, "FailureExitCode", false, JobAction.Terminate)]
    [InlineData("{}", null, "BlobNotFound", false, JobAction.Terminate)]
    [InlineData(Conditions, 0, null, false, JobAction.None)]
    [InlineData(Conditions, 3, "FailureExitCode", true, JobAction.None)]
    [InlineData(Conditions, 4, "FailureExitCode", false, JobAction.Disable)]
    [InlineData(Conditions, 9, "FailureExitCode", true, JobAction.Terminate)]
    [InlineData(Conditions, 3, "FileUploadMiscError", true, JobAction.None)]
    [InlineData(Conditions, 7, "FileUploadMiscError", true, JobAction.Terminate)]
    [InlineData(Conditions, null, "BlobNotFound", false, JobAction.Disable)]
    [InlineData(Conditions, null, "TaskEnded", true, JobAction.Terminate)]
    internal void The_most_exact_condition_decides(string task, int? exitCode, string? failure, bool satisfies, JobAction action) => Assert.Equal(
        new(satisfies, action),
        ExitConditions.Decide(JsonElement.Parse(task), exitCode, failure is null ? null : new TaskFailure("usererror", failure, "", [])));
}
