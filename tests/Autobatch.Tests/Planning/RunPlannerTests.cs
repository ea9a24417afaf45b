using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Tests.Support;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class RunPlannerTests
{
    private const string Secret = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";

    [Fact]
    public void Plan_gathers_what_the_run_needs()
    {
        RunPlan plan = Plan(Job("""
            "parameters":{"c":{"type":"string","default":"inputs"}},
            "applications":[{"applicationId":"ffmpeg","version":"7.1"}],
            "poolInfo":{"poolId":"p"},"constraints":{"maxWallClockTime":"PT4H"},
            "taskFactory":{"type":"taskPerFile","maxTasks":5,
              "source":{"autoStorageContainerName":"{parameters.c}","blobPrefix":"show/","include":["*.mkv"],"exclude":["x/**"]},
              "repeatTask":{"commandLine":"x","requiredSlots":2,"constraints":{"maxWallClockTime":"PT1H"},
                "applicationPackageReferences":[{"applicationId":"FFMPEG","version":"7.1"},{"applicationId":"other"}],
                "outputFiles":[{"filePattern":"*","destination":{"autoStorage":{"containerName":"mine"}},"uploadOptions":{"uploadCondition":"taskSuccess"}}]},
              "mergeTask":{"commandLine":"x","requiredSlots":4,"constraints":{"maxWallClockTime":"PT2H"},"resourceFiles":[{"autoStorageContainerName":"mine","blobPrefix":"{run.id}/"}]}}
            """));
        Assert.Equal("p", plan.PoolId);
        Assert.Equal([new PackageReference("ffmpeg", "7.1"), new PackageReference("other", null)], plan.Packages);
        Assert.Equal(["inputs", "mine"], plan.ReadContainers);
        Assert.Equal(["mine", "outputs"], plan.WriteContainers);
        Assert.Equal((4, 5, "merge"), (plan.RequiredSlots, plan.MaxTasks, plan.MergeTaskId));
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromHours(4)), (plan.MaxTaskWallClock, plan.MaxJobWallClock));
        Assert.Equal(("inputs", "show/"), (plan.Source!.Container, plan.Source.BlobPrefix));
        Assert.Equal(["*.mkv"], plan.Source.Include);
        Assert.Equal(["x/**"], plan.Source.Exclude);
        Assert.True(plan.TerminateWhenComplete);
    }

    [Fact]
    public void One_task_without_a_limit_makes_the_plan_unlimited() => Assert.Null(Plan(Job("""
        "tasks":[{"id":"a","commandLine":"x","constraints":{"maxWallClockTime":"PT1H"}},{"id":"b","commandLine":"x"}]
        """)).MaxTaskWallClock);

    [Theory]
    [InlineData("noaction", false)]
    [InlineData("NoAction", false)]
    [InlineData("terminateJob", true)]
    public void Job_stays_active_only_when_asked(string mode, bool terminates) =>
        Assert.Equal(terminates, Plan(Job($$"""
            "onAllTasksComplete":"{{mode}}","tasks":[{"id":"a","commandLine":"x"}]
            """)).TerminateWhenComplete);

    [Theory]
    [InlineData("https://a.blob.core.windows.net/c/b?sv=1&sig=" + Secret, "echo {parameters.x}", "/parameters/x")]
    [InlineData("AccountName=a;AccountKey=" + Secret + "==", "echo {parameters.x}", "/parameters/x")]
    [InlineData(Secret, "x 'AccountKey={parameters.x}'", "/tasks/0/commandLine")]
    [InlineData(Secret, "curl https://a/c/b?sig={parameters.x}", "/tasks/0/commandLine")]
    [InlineData(Secret, "echo {parameters.x}", null)]
    public void Credential_as_a_value_of_a_parameter_is_refused_and_never_repeated(string value, string commandLine, string? place)
    {
        RunPlanResult result = TryPlan(
            Job($$"""
                "parameters":{ "x":{ "type":"string" } },"tasks":[{"id":"a","commandLine":"{{commandLine}}"}]
                """),
            Context with { Parameters = new Dictionary<string, JsonElement> { ["x"] = JsonSerializer.SerializeToElement(value) } });

        Assert.Equal(place is null ? [] : [(ErrorCodes.SecretInManifest, place)], result.Errors.Select(e => (e.Code, e.Pointer)));
        Assert.DoesNotContain(Secret, string.Concat(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Credential_as_a_name_of_a_parameter_is_not_repeated()
    {
        RunPlanResult result = TryPlan(
            Task("\"requiredSlots\":1"),
            Context with { Parameters = new Dictionary<string, JsonElement> { ["x AccountKey=" + Secret] = JsonSerializer.SerializeToElement("1") } });

        Assert.Equal(ErrorCodes.SecretInManifest, Assert.Single(result.Errors).Code);
        Assert.DoesNotContain(Secret, string.Concat(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_without_a_pool_needs_a_default() =>
        Assert.Equal(ErrorCodes.PoolNotDefined, Assert.Single(TryPlan(Task("\"requiredSlots\":1"), Context with { DefaultPoolId = null }).Errors).Code);

    [Fact]
    public void Trigger_placeholders_need_a_blob_that_started_the_run()
    {
        RunPlanResult result = TryPlan(Task("\"displayName\":\"{trigger.name}\""), Context with { Trigger = null });
        Assert.Equal((ErrorCodes.PlaceholderNotAvailable, "/tasks/0/displayName"), (Assert.Single(result.Errors).Code, result.Errors[0].Pointer));
    }

    [Fact]
    public void Names_are_checked_again_when_their_placeholders_are_filled_in()
    {
        RunPlanResult result = TryPlan(Job("""
            "parameters":{"c":{"type":"string","default":"No Container"}},
            "taskFactory":{"type":"taskPerFile","source":{"autoStorageContainerName":"{parameters.c}"},"repeatTask":{"commandLine":"x"}}
            """));
        Assert.Equal((ErrorCodes.InvalidValue, "/taskFactory/source/autoStorageContainerName"), (Assert.Single(result.Errors).Code, result.Errors[0].Pointer));
    }

    [Fact]
    public void Parameters_given_win_and_must_fit()
    {
        string manifest = Job("""
            "parameters":{"n":{"type":"integer","default":1},"s":{"type":"string","pattern":"^a+$"}},"tasks":[{"id":"a","commandLine":"{parameters.n} {parameters.s}"}]
            """);
        RunPlan plan = Plan(manifest, Context with { Parameters = Values("""{"n":23,"s":"aa"}""") });
        Assert.Equal("23 aa", Tasks(plan)[0].GetProperty("commandLine").GetString());
        Assert.Equal([ErrorCodes.MissingParameter], Codes(manifest, "{}"));
        Assert.Equal([ErrorCodes.InvalidParameter], Codes(manifest, """{"s":"b"}"""));
        Assert.Equal([ErrorCodes.InvalidParameter], Codes(manifest, """{"s":"a","n":"1"}"""));
        Assert.Equal([ErrorCodes.UnknownParameter], Codes(manifest, """{"s":"a","m":1}"""));
    }

    [Fact]
    public void Values_of_parameters_are_never_read_as_placeholders() =>
        Assert.Equal("{run.id}", Tasks(Plan(Job("""
            "parameters":{"s":{"type":"string","default":"{run.id}"}},"tasks":[{"id":"a","commandLine":"{parameters.s}"}]
            """)))[0].GetProperty("commandLine").GetString());

    private static Dictionary<string, JsonElement> Values(string json) => JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);

    private static IEnumerable<string> Codes(string manifest, string values) =>
        TryPlan(manifest, Context with { Parameters = Values(values) }).Errors.Select(e => e.Code);
}
