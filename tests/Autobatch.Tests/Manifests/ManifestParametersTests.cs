using System.Text.Json;
using Autobatch.Manifests;
using Autobatch.Planning;
using Autobatch.Tests.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Manifests;

public sealed class ManifestParametersTests
{
    private const string Declared = """
        "priority":10,"parameters":{
          "s":{"type":"string","default":"x","enum":["x","7"],"description":"d"},"i":{"type":"integer"},"n":{"type":"number","default":1},"b":{"type":"boolean","default":false}},
        "tasks":[{"id":"a","commandLine":"{parameters.s} {parameters.i} {parameters.n} {parameters.b}"}]
        """;

    [Fact]
    public void Texts_become_values_of_the_declared_types()
    {
        JobManifest manifest = Manifest(Job(Declared));
        IReadOnlyDictionary<string, JsonElement> values = ManifestParameters.Read(
            manifest, new Dictionary<string, string> { ["s"] = "7", ["i"] = "7", ["n"] = "1.50", ["b"] = "true", ["other"] = "7" });
        Assert.Equal(["\"7\"", "7", "1.50", "true", "\"7\""], values.Values.Select(v => v.GetRawText()));
    }

    [Theory]
    [InlineData("i", "1.5", "InvalidParameter")]
    [InlineData("i", "", "InvalidParameter")]
    [InlineData("i", "[1]", "InvalidParameter")]
    [InlineData("b", "yes", "InvalidParameter")]
    [InlineData("s", "y", "InvalidParameter")]
    [InlineData("other", "y", "UnknownParameter")]
    public void What_does_not_fit_is_refused(string name, string text, string code)
    {
        JobManifest manifest = Manifest(Job(Declared.Replace("\"i\":{\"type\":\"integer\"}", "\"i\":{\"type\":\"integer\",\"default\":0}", StringComparison.Ordinal)));
        IReadOnlyDictionary<string, JsonElement> values = ManifestParameters.Read(manifest, new Dictionary<string, string> { [name] = text });
        Assert.Equal([code], RunPlanner.Plan(manifest, Context with { Parameters = values }).Errors.Select(e => e.Code));
    }

    [Fact]
    public void Bound_manifest_gives_the_same_plan_without_the_values()
    {
        JobManifest manifest = Manifest(Job(Declared));
        RunPlan given = Plan(Job(Declared), Context with { Parameters = ManifestParameters.Read(manifest, new Dictionary<string, string> { ["s"] = "7", ["i"] = "-3" }) });
        RunPlan again = Plan(System.Text.Encoding.UTF8.GetString(given.ToManifest().Span));
        Assert.Equal("7 -3 1 false", Tasks(again)[0].GetProperty("commandLine").GetString());
        Assert.Equal(Tasks(given)[0].GetRawText(), Tasks(again)[0].GetRawText());
        Assert.Equal(JobBody(given).GetRawText(), JobBody(again).GetRawText());
    }

    [Fact]
    public void Without_values_the_manifest_stays_as_it_is_to_the_byte()
    {
        RunPlan plan = Plan(Job("""  "tasks" : [ {"id":"a", "commandLine":"x"} ]  """));
        Assert.Equal(plan.Manifest.Utf8.ToArray(), plan.ToManifest().ToArray());
    }
}
