using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Standins.Functions.Worker.Tests.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Autobatch.Standins.Functions.Worker.Tests.Discovery;

public sealed class DiscoveryTests
{
    private static readonly Lazy<IReadOnlyList<string>> Errors = new(() => Assert.Throws<FunctionErrorsException>(() => TestHost.Build(
        [typeof(WrongFunctions)], new TestHost.Options { Settings = ["AzureWebJobsStorage=UseDevelopmentStorage=true"] })).Errors);

    [Theory]
    [InlineData("NoTrigger", "no parameter has a trigger attribute")]
    [InlineData("TwoTriggers", "several parameters have a trigger attribute (a, b)")]
    [InlineData("BadRoute", "the route 'a/{b' is no route template")]
    [InlineData("HostRoute", "belong to the host")]
    [InlineData("BadMethod", "'GET IT' is no HTTP method")]
    [InlineData("BadCron", "the schedule 'every day' is neither NCrontab")]
    [InlineData("MissingSetting", "names the setting 'Nowhere', which is not set")]
    [InlineData("BadBlobPath", "a '{' is never closed")]
    [InlineData("BadContainer", "'In_Puts' is no container name")]
    [InlineData("NoConnection", "the connection 'Elsewhere' is not set")]
    [InlineData("BadBlobType", "parameter 'blob' is System.Int32; its trigger gives BlobClient")]
    [InlineData("NoSuchPart", "nothing binds parameter 'nome'")]
    [InlineData("BadOrchestrator", "its trigger gives TaskOrchestrationContext")]
    [InlineData("TwoInputs", "one input at most, but has 'a', 'b'")]
    [InlineData("BadClient", "[DurableClient] gives DurableTaskClient")]
    [InlineData("bad name", "the name must begin with a letter")]
    [InlineData("ByRef", "parameter 'number' is a ref, out or ref struct")]
    [InlineData("AsyncVoid", "'async void' cannot be waited for")]
    [InlineData("Unretried", "FixedDelayRetryAttribute has no effect on this trigger")]
    [InlineData("BadRetry", "the retry interval 'soon'")]
    [InlineData("Hidden", "the method must be public")]
    public void Wrong_function_is_named_with_what_is_wrong(string function, string problem) => Assert.Contains(Errors.Value, e =>
        e.StartsWith($"Function '{function}' (Autobatch.Standins.Functions.Worker.Tests.Discovery.WrongFunctions.", StringComparison.Ordinal)
        && e.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Names_are_unique_regardless_of_case() =>
        Assert.Contains(Errors.Value, e => e.Contains("the name is already taken by", StringComparison.Ordinal)
            && e.Contains("Twin", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Builder_looks_through_the_assembly_that_calls_it()
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder([]);
        var wrong = Assert.ThrowsAny<InvalidOperationException>(() => builder.Build());
        Assert.Contains("WrongFunctions.BadRoute", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_that_only_its_outer_class_sees_is_an_error() => Assert.Contains(
        Assert.ThrowsAny<InvalidOperationException>(() => FunctionsApplication.CreateBuilder([]).Build()).Message.Split('\n'),
        line => line.Contains("'Buried'", StringComparison.Ordinal) && line.Contains("public or internal", StringComparison.Ordinal));

    [Fact]
    public async Task Internal_class_with_a_public_method_is_found()
    {
        await using TestHost host = await TestHost.StartAsync([typeof(Within)]);
        Assert.Equal("GET", await host.Client.GetStringAsync("api/Within", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Aspnetcore_functions_want_the_web_application()
    {
        var wrong = Assert.Throws<FunctionErrorsException>(
            () => TestHost.Build([typeof(HttpFunctions)], new TestHost.Options { AspNetCore = false }));
        Assert.Contains(wrong.Errors, e => e.Contains("ConfigureFunctionsWebApplication", StringComparison.Ordinal));
    }

    [Fact]
    public void Class_that_services_cannot_make_is_an_error()
    {
        var wrong = Assert.Throws<FunctionErrorsException>(() => TestHost.Build([typeof(Unmakeable)]));
        Assert.Contains("no public constructor", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    internal static class Within
    {
        [Function("Within")]
        public static string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest req) => req.Method;
    }

    public sealed class Unmakeable
    {
        private Unmakeable()
        {
        }

        [Function("Unmakeable")]
        public string Run([HttpTrigger] HttpRequest req) => req.Method + GetHashCode();
    }
}
