using System.Text.RegularExpressions;

namespace Autobatch.Conformance;

/// <summary>The Python clients azure-batch and azure-mgmt-batch, driven by <c>python/cases.py</c>; skipped where they are not installed.</summary>
public sealed partial class PythonClientTests(PythonRun run) : IClassFixture<PythonRun>
{
    public static TheoryData<string> Cases => [.. CaseName().Matches(File.ReadAllText(Path.Combine(PythonRun.Folder, "cases.py"))).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Python_client(string name)
    {
        await Tools.RequirePythonAsync();
        run.Results.Require(name);
    }

    [Fact]
    public async Task Every_answer_is_as_the_services_description_says()
    {
        await Tools.RequirePythonAsync();
        run.Witness.Require();
    }

    [GeneratedRegex(@"^@case\ndef (\w+)\(", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CaseName();
}
