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
    public void Tasks_that_would_overwrite_one_another_are_found(string pattern, string path, bool collides)
    {
        RunPlan plan = Plan(Factory($$$"""
            {"commandLine":"x","outputFiles":[{"filePattern":"{{{pattern}}}","destination":{"autoStorage":{"path":"{{{path}}}"}},"uploadOptions":{"uploadCondition":"tasksuccess"}}]}
            """));
        IReadOnlyList<ManifestError> errors = OutputCollisions.Find(plan, [new InputFile("inputs", "a/x.txt"), new InputFile("inputs", "b/x.txt")]);
        Assert.Equal(collides ? [(ErrorCodes.OutputsCollide, "/taskFactory/repeatTask/outputFiles/0")] : [], errors.Select(e => (e.Code, e.Pointer)));
    }

    [Fact]
    public void Different_names_do_not_collide() =>
        Assert.Empty(OutputCollisions.Find(
            Plan(Factory("""
                {"commandLine":"x","outputFiles":[{"filePattern":"r","destination":{"autoStorage":{"path":"{fileName}"}},"uploadOptions":{"uploadCondition":"tasksuccess"}}]}
                """)),
            [new InputFile("inputs", "a"), new InputFile("inputs", "b")]));
}
