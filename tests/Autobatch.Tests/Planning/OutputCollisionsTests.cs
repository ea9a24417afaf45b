using System.Globalization;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning;
using static Autobatch.Tests.Planning.PlanFixture;

namespace Autobatch.Tests.Planning;

public sealed class OutputCollisionsTests
{
    [Theory]
    [InlineData("r.json", "{run.id}/{fileNameWithoutExtension}.json", true)]
    [InlineData("{fileName}.json", "{run.id}/", true)]
    [InlineData("r.json", "{run.id}/all.json", true)]
    [InlineData("r.json", "{run.id}/{filePath}.json", false)]
    [InlineData("r.json", "{run.id}/{task.id}/r.json", false)]
    [InlineData("r-*.json", "{run.id}", false)]
    [InlineData("../std*.txt", "{run.id}/logs", true)]
    [InlineData("..\\\\stderr.*", "{run.id}/logs/", true)]
    [InlineData("../std*.txt", "{run.id}/{filePath}", false)]
    [InlineData("../*.log", "{run.id}/logs", false)]
    [InlineData("std*.txt", "{run.id}/logs", false)]
    public void Tasks_that_would_overwrite_one_another_are_found(string pattern, string path, bool collides)
    {
        IReadOnlyList<ManifestError> errors = Find(One(pattern, path), "a/x.txt", "b/x.txt");
        Assert.Equal(collides ? [(ErrorCodes.OutputsCollide, "/taskFactory/repeatTask/outputFiles/0")] : [], errors.Select(e => (e.Code, e.Pointer)));
        Assert.All(errors, e => Assert.Contains("'a/x.txt' and 'b/x.txt'", e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{fileName}", "a", "b")]
    [InlineData("{fileName}", "a/x.txt", "x.txt.txt")]
    [InlineData("{fileNameWithoutExtension}-{fileName}", "a/x.txt", "a/x.csv")]
    public void Different_names_do_not_collide(string path, string first, string second) => Assert.Empty(Find(One("r", path), first, second));

    [Fact]
    public void Names_of_two_placeholders_are_told_apart_as_wholes() =>
        Assert.Single(Find(One("r", "{fileNameWithoutExtension}-{fileName}"), "a/x.txt", "a/x.csv", "b/x.csv"));

    [Fact]
    public void Entries_of_one_kind_of_name_are_told_once_and_another_kind_by_itself() =>
        Assert.Equal(
            ["/taskFactory/repeatTask/outputFiles/0", "/taskFactory/repeatTask/outputFiles/2"],
            Find(Plan(Factory($$"""{"commandLine":"x","outputFiles":[{{Output("r", "a/{fileName}")}},{{Output("s", "b/{fileName}")}},{{Output("t", "all")}}]}""")), "a/x", "b/x")
                .Select(e => e.Pointer).Order());

    [Fact]
    public void Very_many_collisions_are_told_once()
    {
        string[] files = [.. Enumerable.Range(0, 20_000).Select(i => (i / 2).ToString("d6", CultureInfo.InvariantCulture) + (i % 2 == 0 ? "/even" : "/odd"))];
        Assert.StartsWith("'000000/even' and '000001/even' would", Assert.Single(Find(One("r", "{fileName}"), files)).Message, StringComparison.Ordinal);
    }

    private static string Output(string pattern, string path) =>
        $$$"""{"filePattern":"{{{pattern}}}","destination":{"autoStorage":{"path":"{{{path}}}"}},"uploadOptions":{"uploadCondition":"tasksuccess"}}""";

    private static RunPlan One(string pattern, string path) => Plan(Factory($$"""{"commandLine":"x","outputFiles":[{{Output(pattern, path)}}]}"""));

    private static List<ManifestError> Find(RunPlan plan, params string[] names)
    {
        OutputCollisions collisions = new(plan);
        InputFile[] files = [.. names.Select(n => new InputFile("inputs", n))];
        List<ManifestError> errors = [];
        foreach (InputFile file in files)
        {
            foreach (OutputCollision found in collisions.Add(file))
            {
                errors.AddRange(collisions.Errors(found, files.First(found.IsWrittenBy)));
            }
        }

        return errors;
    }
}
