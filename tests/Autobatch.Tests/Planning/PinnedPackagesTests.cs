using System.Text.Json;
using Autobatch.Packages;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class PinnedPackagesTests
{
    private static readonly RunContext s_pinned = Context with { DefaultVersions = new Dictionary<string, string> { ["App"] = "1.0-b", ["other"] = "7" } };

    [Fact]
    public void Reference_without_a_version_gets_the_one_that_the_run_was_given()
    {
        RunPlan plan = Plan(Task("""
            "applicationPackageReferences":[{"applicationId":"app"},{"applicationId":"other","version":"3"},{"applicationId":"third"}]
            """), s_pinned);

        JsonElement references = Tasks(plan)[0].GetProperty("applicationPackageReferences");

        Assert.Equal("""[{"applicationId":"app","version":"1.0-b"},{"applicationId":"other","version":"3"},{"applicationId":"third"}]""", references.GetRawText());
        Assert.Equal([new PackageReference("app", "1.0-b"), new PackageReference("other", "3"), new PackageReference("third", null)], plan.Packages);
    }

    [Fact]
    public void Pool_of_the_job_names_the_version_too_by_the_full_id()
    {
        const string id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/b/applications/app";
        RunPlan plan = Plan(Job($$$"""
            "poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"x","applicationPackageReferences":[{"applicationId":"{{{id}}}"}],
             "virtualMachineConfiguration":{"imageReference":{"publisher":"p","offer":"o","sku":"s"},"nodeAgentSKUId":"n"} } } },
            "tasks":[{"id":"a","commandLine":"x"}]
            """), s_pinned);

        JsonElement pool = JobBody(plan).GetProperty("poolInfo").GetProperty("autoPoolSpecification").GetProperty("pool");

        Assert.Equal("1.0-b", pool.GetProperty("applicationPackageReferences")[0].GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("$AZ_BATCH_APP_PACKAGE_app/run", "$AZ_BATCH_APP_PACKAGE_app_1_0_b/run")]
    [InlineData("${AZ_BATCH_APP_PACKAGE_APP}/run", "${AZ_BATCH_APP_PACKAGE_APP_1_0_b}/run")]
    [InlineData("%AZ_BATCH_APP_PACKAGE_APP%\\\\run", "%AZ_BATCH_APP_PACKAGE_APP#1.0-b%\\run")]
    [InlineData("$AZ_BATCH_APP_PACKAGE_app-x $AZ_BATCH_APP_PACKAGE_other", "$AZ_BATCH_APP_PACKAGE_app_1_0_b-x $AZ_BATCH_APP_PACKAGE_other_7")]
    [InlineData("$AZ_BATCH_APP_PACKAGE_app_2 $AZ_BATCH_APP_PACKAGE_apple", "$AZ_BATCH_APP_PACKAGE_app_2 $AZ_BATCH_APP_PACKAGE_apple")]
    public void Command_line_names_the_variable_of_that_version(string commandLine, string expected)
    {
        RunPlan plan = Plan(Job($$"""
            "tasks":[{"id":"a","commandLine":"{{commandLine}}","applicationPackageReferences":[{"applicationId":"app"}]}]
            """), s_pinned);

        Assert.Equal(expected, Tasks(plan)[0].GetProperty("commandLine").GetString());
    }
}
