namespace Autobatch.Conformance;

/// <summary>Other people's code is the judge: npm's @azure/batch, @azure/arm-batch and @azure-rest/core-client, driven by the cases in <c>javascript/cases</c>, <c>javascript/arm</c> and <c>javascript/rest</c>.</summary>
public sealed class JavascriptClientTests(JavascriptRun run) : IClassFixture<JavascriptRun>
{
    public static TheoryData<string> Cases => [.. JavascriptFolder.CaseNames()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Javascript_client(string name) => run.Results.Require(name);

    [Fact]
    public void Every_answer_is_as_the_services_description_says() => run.Witness.Require();
}
