using System.Reflection;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Tests.Errors;

public sealed class ErrorCatalogueTests
{
    [Fact]
    public void Every_code_has_exactly_one_row()
    {
        string[] codes = [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).Order(StringComparer.Ordinal)];
        Assert.Equal(codes, ErrorCatalogue.All.Select(e => e.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_can_be_shown_to_a_user() =>
        Assert.All(ErrorCatalogue.All, e =>
        {
            Assert.InRange(e.Status, 400, 599);
            Assert.EndsWith(".", e.Title, StringComparison.Ordinal);
            Assert.EndsWith(".", e.Mend, StringComparison.Ordinal);
        });

    [Fact]
    public void Problem_is_written_in_its_standard_shape()
    {
        JsonElement json = JsonElement.Parse(Problem.Of([new ManifestError(ErrorCodes.UnknownProperty, "/x", 1, 2, "No x.", "y")]).ToUtf8Json());
        Assert.Equal(["code", "title", "status", "detail", "errors"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(ErrorCodes.UnknownProperty, json.GetProperty("code").GetString());
        Assert.Equal("(1,2) /x: No x.", json.GetProperty("detail").GetString());
        Assert.Equal("""{"code":"UnknownProperty","pointer":"/x","line":1,"column":2,"message":"No x.","suggestion":"y"}""", json.GetProperty("errors")[0].GetRawText());
    }

    [Fact]
    public void Errors_of_several_kinds_make_one_problem()
    {
        Problem problem = Problem.Of([new ManifestError(ErrorCodes.UnknownProperty, "/x", 1, 2, "No x."), new ManifestError(ErrorCodes.MissingProperty, "", 1, 1, "No id.")]);
        Assert.Equal((ErrorCodes.InvalidManifest, 400), (problem.Code, problem.Status));
        Assert.EndsWith("(and 1 more)", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_of_batch_is_passed_on() => Assert.Equal(("CommandProgramNotFound", 500), (Problem.Of("CommandProgramNotFound", "d").Code, Problem.Of("CommandProgramNotFound", "d").Status));
}
