using System.Text.Json;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What becomes of pools, jobs and tasks whose packages are not there (FACTS C.7).</summary>
public sealed class PackageReferenceTests : SteppedTest
{
    private const string Application = $"{ResourceManagerClient.Account}/applications/tool";

    [Theory]
    [InlineData("""{"applicationId":"absent","version":"1"}""")]
    [InlineData("""{"applicationId":"tool","version":"1"}""")] // it has no such version
    [InlineData("""{"applicationId":"tool"}""")] // it has no default version
    [InlineData($$"""{"applicationId":"{{Application}}"}""")] // the same, by its whole name
    public async Task A_pool_is_refused_and_a_task_fails_before_its_process_without_a_retry(string reference)
    {
        await DoAsync("PUT", Application, """{"properties":{"displayName":"t"}}""");
        var packages = $""","applicationPackageReferences":[{reference}]""";
        await PoolAsync();
        await JobAsync();

        Assert.Equal("InvalidApplicationPackageReferences", await RefusalAsync("POST", "/pools", $$"""{"id":"q","vmSize":"x"{{packages}}}"""));
        Assert.Equal("InvalidApplicationPackageReferences", await RefusalAsync("PATCH", "/pools/p", $$"""{{{packages[1..]}}}"""));
        await TaskAsync("1", packages + ""","constraints":{"maxTaskRetryCount":3}""");

        var execution = await ExecutionAsync("1");
        Assert.Equal(("ApplicationPackageError", "usererror", 0), (execution.GetProperty("failureInfo").Text("code"), execution.GetProperty("failureInfo").Text("category"), execution.GetProperty("retryCount").GetInt32()));
        Assert.False(execution.TryGetProperty("exitCode", out _));
        Assert.Contains(execution.GetProperty("failureInfo").GetProperty("details").EnumerateArray(), detail => detail.Text("name") == "ApplicationId");
    }

    [Fact]
    public async Task A_job_whose_own_pool_names_one_ends_at_once()
    {
        await PostAsync("/jobs", """{"id":"j","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"x","applicationPackageReferences":[{"applicationId":"tool"}]}}}}""");

        Assert.Equal(("completed", null), await JobStateAsync());
        JsonElement error = (await GetAsync("/jobs/j")).GetProperty("executionInfo").GetProperty("schedulingError");
        Assert.Equal(("usererror", "InvalidApplicationPackageReferencesInAutoPool"), (error.Text("category"), error.Text("code")));
    }
}
