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
    public void Copy_becomes_the_url_of_its_blob_once_the_run_has_it()
    {
        const string url = "https://files.example/a b?v=1";
        string manifest = Task($$"""
            "resourceFiles":[{"httpUrl":"{{url}}","filePath":"f","copy":true},{"httpUrl":"{{url}}","filePath":"g","copy":false}]
            """);
        RunContext context = Context with { Copies = new HostPolicy(["files.example"], false) };

        Assert.Equal(new Uri(url), Assert.Single(ExternalCopies.Of(Plan(manifest, context))));
        RunPlan staged = Plan(manifest, context with { Copied = new Dictionary<string, string> { [new Uri(url).AbsoluteUri] = "abc" } });
        JsonElement files = Tasks(staged)[0].GetProperty("resourceFiles");
        Assert.Equal(["https://s/staged/abc?read&secret", url], [files[0].GetProperty("httpUrl").GetString(), files[1].GetProperty("httpUrl").GetString()]);
        Assert.All(files.EnumerateArray(), f => Assert.False(f.TryGetProperty("copy", out _)));
    }

    [Theory]
    [InlineData("http://files.example/a", ErrorCodes.CopyNotAllowed)]
    [InlineData("https://files.example:444/a", null)]
    [InlineData("https://files.example.org/a", ErrorCodes.CopyNotAllowed)]
    [InlineData("https://u:p@files.example/a", ErrorCodes.InvalidValue)]
    public void Only_allowed_hosts_are_copied_from(string url, string? code) =>
        Assert.Equal(
            code,
            TryPlan(
                Task($$"""
                    "resourceFiles":[{"httpUrl":"{{url}}","filePath":"f","copy":true}]
                    """),
                Context with { Copies = new HostPolicy(["files.example"], false) }).Errors.SingleOrDefault()?.Code);

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
