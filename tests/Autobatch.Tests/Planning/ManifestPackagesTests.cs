using Autobatch.Errors;
using Autobatch.Packages;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class ManifestPackagesTests
{
    private const string Source = "\"source\":{\"autoStorageContainerName\":\"tools\",\"blobName\":\"a-{parameters.v}.zip\"}";

    [Fact]
    public void Source_is_read_with_its_placeholders_filled_in()
    {
        RunPlan plan = Plan(Apps($$"""{"applicationId":"a","version":"{parameters.v}",{{Source}},"sha256":"{{new string('A', 64)}}","makeDefault":true}"""));

        ManifestPackage package = Assert.Single(plan.Applications);
        Assert.Equal(new PackageReference("a", "7.1"), package.Reference);
        Assert.Equal(new PackageSource("tools", "a-7.1.zip", null, new string('a', 64)), package.Source);
        Assert.Equal((true, false, "/applications/0"), (package.MakeDefault, package.FallsBack, package.Place));
        Assert.Contains("tools", plan.ReadContainers);
    }

    [Fact]
    public void Reference_without_a_version_means_the_one_that_the_manifest_makes_the_default()
    {
        RunPlan plan = Plan(Apps($$"""{"applicationId":"a","version":"1",{{Source}}},{"applicationId":"A","version":"2",{{Source}},"makeDefault":true}"""));

        Assert.Equal("2", plan.Listed(new PackageReference("a", null))?.Reference.Version);
        Assert.Equal("1", plan.Listed(new PackageReference("A", "1"))?.Reference.Version);
        Assert.Null(plan.Listed(new PackageReference("b", null)));
    }

    [Theory]
    [InlineData("{\"applicationId\":\"a\",\"version\":\"1\"},{\"applicationId\":\"A\",\"version\":\"1\",@}", "/applications/1")]
    [InlineData("{\"applicationId\":\"a\",\"version\":\"1\",@,\"makeDefault\":true},{\"applicationId\":\"A\",\"version\":\"2\",@,\"makeDefault\":true}", "/applications/1/makeDefault")]
    [InlineData("{\"applicationId\":\"a\",\"version\":\"1\",\"source\":{\"httpUrl\":\"https://h/tools/a.zip?x\"}}", "/applications/0/source/httpUrl")]
    [InlineData("{\"applicationId\":\"a\",\"version\":\"1\",\"source\":{\"autoStorageContainerName\":\"tools\",\"blobName\":\"{parameters.none}\"}}", "/applications/0/source/blobName")]
    public void What_contradicts_itself_or_is_no_blob_is_refused_at_its_place(string applications, string at)
    {
        RunPlanResult result = TryPlan(Apps(applications.Replace("@", Source, StringComparison.Ordinal)));

        Assert.Equal((ErrorCodes.InvalidValue, at), (Assert.Single(result.Errors).Code, result.Errors[0].Pointer));
    }

    private static string Apps(string applications) => Job($$$"""
        "parameters":{"v":{"type":"string","default":"7.1"},"none":{"type":"string","default":""}},"applications":[{{{applications}}}],"tasks":[{"id":"a","commandLine":"/bin/true"}]
        """);
}
