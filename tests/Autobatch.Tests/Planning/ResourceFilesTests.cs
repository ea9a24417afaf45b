using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Errors;
using Autobatch.Planning;
using Autobatch.Staging;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class ResourceFilesTests
{
    private const string Inline = """{"content":"crf={parameters.crf} {{x}}","filePath":"c.ini","fileMode":"0400"}""";

    [Fact]
    public void Content_becomes_the_url_of_a_blob_named_by_its_hash()
    {
        RunPlan plan = Plan(Job($$$"""
            "parameters":{"crf":{"type":"integer","default":23}},"tasks":[{"id":"a","commandLine":"x","resourceFiles":[{{{Inline}}}]}]
            """));

        JsonElement file = Tasks(plan)[0].GetProperty("resourceFiles")[0];

        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("crf=23 {x}")));
        Assert.Equal($"https://s/staged/{name}?read&secret", file.GetProperty("httpUrl").GetString());
        Assert.Equal(["c.ini", "0400"], [file.GetProperty("filePath").GetString(), file.GetProperty("fileMode").GetString()]);
        Assert.False(file.TryGetProperty("content", out _));
        Assert.Equal("crf=23 {x}", Encoding.UTF8.GetString(Assert.Single(InlineContent.Of(plan), c => c.Key == name).Value));
    }

    [Fact]
    public void Content_is_staged_wherever_a_resource_file_may_stand()
    {
        RunPlan plan = Plan(Regex.Replace(Job("""
            "poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"s","startTask":{"commandLine":"x","resourceFiles":"@start"}}}},
            "jobPreparationTask":{"commandLine":"x","resourceFiles":"@prepare"},
            "jobReleaseTask":{"commandLine":"x","resourceFiles":"@release"},
            "jobManagerTask":{"id":"m","commandLine":"x","resourceFiles":"@manage"},
            "taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":2}],
              "repeatTask":{"commandLine":"x","resourceFiles":"@repeat",
                "multiInstanceSettings":{"numberOfInstances":2,"coordinationCommandLine":"x","commonResourceFiles":"@common"}},
              "mergeTask":{"commandLine":"x","resourceFiles":"@merge"}}
            """), "\"@([a-z]+)\"", """[{"content":"$1","filePath":"f"}]"""));

        Assert.Equal(
            ["common", "manage", "merge", "prepare", "release", "repeat", "start"], InlineContent.Of(plan).Values.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal));
        string bodies = JobBody(plan).ToString() + string.Concat(Tasks(plan).Select(t => t.ToString()));
        Assert.All(InlineContent.Of(plan).Keys, name => Assert.Contains($"https://s/staged/{name}?read", bodies, StringComparison.Ordinal));
        Assert.DoesNotContain("\"content\"", bodies, StringComparison.Ordinal);
    }

    [Fact]
    public void File_with_an_identity_gets_no_credential() =>
        Assert.DoesNotContain(
            "secret",
            Tasks(Plan(Task("""
                "resourceFiles":[{"content":"x","filePath":"f","identityReference":{"resourceId":"/i"}}]
                """)))[0].GetProperty("resourceFiles")[0].GetProperty("httpUrl").GetString()!,
            StringComparison.Ordinal);

    [Fact]
    public void Content_that_its_parameters_make_too_large_is_refused_by_its_place()
    {
        string large = new('a', 40_000);
        RunPlanResult result = TryPlan(Job($$$"""
            "parameters":{"p":{"type":"string","default":"{{{large}}}"}},
            "tasks":[{"id":"a","commandLine":"x","resourceFiles":[{"content":"{parameters.p}{parameters.p}","filePath":"f"}]}]
            """));
        Assert.Equal((ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/content"), (result.Errors[0].Code, result.Errors[0].Pointer));
    }
}
