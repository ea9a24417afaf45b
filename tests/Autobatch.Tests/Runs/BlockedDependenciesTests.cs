using System.Text.Json;
using Autobatch.Runs;

namespace Autobatch.Tests.Runs;

public sealed class BlockedDependenciesTests
{
    [Fact]
    public void Failure_blocks_dependents_and_theirs_in_any_order()
    {
        IReadOnlyList<BlockedTask> blocked = Find(
            """{"id":"c","state":"active","dependsOn":{"taskIds":["B"]}}""",
            """{"id":"b","state":"active","dependsOn":{"taskIds":["a"]}}""",
            """{"id":"a","state":"completed","executionInfo":{"exitCode":3,"failureInfo":{"code":"FailureExitCode"}}}""",
            """{"id":"free","state":"active"}""");
        Assert.Equal([("c", "b"), ("b", "a")], blocked.Select(b => (b.Id, b.BlockedBy)));
        Assert.Equal("task 'a' ended with exit code 3", blocked[1].Reason);
    }

    [Theory]
    [InlineData("""{"id":"a","state":"running"}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":0}}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":1,"failureInfo":{"code":"FailureExitCode"}}}""", true)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"failureInfo":{"code":"BlobNotFound"}}}""", true)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":0,"failureInfo":{"code":"FileUploadMiscError"}}}""", true)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":1,"failureInfo":{"code":"FailureExitCode"}},"exitConditions":{"default":{"dependencyAction":"satisfy"}}}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":1,"failureInfo":{"code":"FailureExitCode"}},"exitConditions":{"exitCodes":[{"code":1,"exitOptions":{"dependencyAction":"Satisfy"}}],"default":{"dependencyAction":"block"}}}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":5,"failureInfo":{"code":"FailureExitCode"}},"exitConditions":{"exitCodeRanges":[{"start":4,"end":6,"exitOptions":{"dependencyAction":"satisfy"}}]}}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":0},"exitConditions":{"exitCodes":[{"code":0,"exitOptions":{"dependencyAction":"block"}}]}}""", true)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"failureInfo":{"code":"BlobNotFound"}},"exitConditions":{"preProcessingError":{"dependencyAction":"satisfy"}}}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":0,"failureInfo":{"code":"FileUploadAccessDenied"}},"exitConditions":{"fileUploadError":{"dependencyAction":"satisfy"}}}""", false)]
    [InlineData("""{"id":"a","state":"completed","executionInfo":{"exitCode":3,"failureInfo":{"code":"FileUploadAccessDenied"}},"exitConditions":{"exitCodes":[{"code":3,"exitOptions":{"dependencyAction":"block"}}],"fileUploadError":{"dependencyAction":"satisfy"}}}""", true)]
    public void Exit_conditions_decide_as_the_service_does(string parent, bool blocks) =>
        Assert.Equal(blocks, Find(parent, """{"id":"b","state":"active","dependsOn":{"taskIds":["a"]}}""").Count == 1);

    [Fact]
    public void Range_blocks_by_its_first_failure_and_leading_zeros_do_not_count()
    {
        string merge = """{"id":"merge","state":"active","dependsOn":{"taskIdRanges":[{"start":0,"end":2}]}}""";
        string ok = """{"id":"0","state":"completed","executionInfo":{"exitCode":0}}""";
        string failed = """{"id":"1","state":"completed","executionInfo":{"exitCode":1,"failureInfo":{"code":"FailureExitCode"}}}""";
        string again = """{"id":"01","state":"completed","executionInfo":{"exitCode":0}}""";
        string two = """{"id":"02","state":"running"}""";
        Assert.Equal("1", Assert.Single(Find(merge, ok, failed, two)).BlockedBy);
        Assert.Empty(Find(merge, ok, failed, again, two));
    }

    [Fact]
    public void Task_that_is_not_there_blocks_by_its_name()
    {
        Assert.Equal("task 'x' does not exist", Assert.Single(Find("""{"id":"b","state":"active","dependsOn":{"taskIds":["x"]}}""")).Reason);
        Assert.Equal(
            "0", Assert.Single(Find("""{"id":"b","state":"active","dependsOn":{"taskIdRanges":[{"start":0,"end":2147483647}]}}""")).BlockedBy);
    }

    private static IReadOnlyList<BlockedTask> Find(params string[] tasks) => BlockedDependencies.Find([.. tasks.Select(t => TaskFact.From(JsonElement.Parse(t)))]);
}
