using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.OutputFiles;

namespace Autobatch.Emulator.Tests.Nodes.OutputFiles;

public sealed class OutputPatternTests
{
    private const string Root = "/r/node";
    private const string Work = "/r/node/workitems/j/job-1/t/wd";

    [Theory]
    [InlineData("a.txt", Work, "a.txt", false)]
    [InlineData("out/a.txt", Work + "/out", "a.txt", false)]
    [InlineData("../std*.txt", "/r/node/workitems/j/job-1/t", "std*.txt", true)]
    [InlineData("out/*/x/*.csv", Work + "/out", "*/x/*.csv", true)]
    [InlineData("**/*", Work, "**/*", true)]
    [InlineData("/r/node/shared/a*", "/r/node/shared", "a*", true)]
    [InlineData("a[b", Work, "a[b", false)]
    [InlineData("a[bc]", Work, "a[bc]", true)]
    public void Pattern_is_split_at_its_first_wildcard(string pattern, string folder, string rest, bool wildcard) =>
        Assert.Equal(new OutputPattern(folder, rest, wildcard), OutputPattern.Parse(pattern, Work, Root));

    [Theory]
    [InlineData("/etc/*")]
    [InlineData("../../../../../../x*")]
    [InlineData("/r/node-2/x")]
    [InlineData("*/../../x")]
    [InlineData("")]
    [InlineData("out/")]
    [InlineData("..")]
    [InlineData("a\0")]
    public void Pattern_that_leads_out_or_names_nothing_is_refused(string pattern)
    {
        TaskFailureException refused = Assert.Throws<TaskFailureException>(() => OutputPattern.Parse(pattern, Work, Root));

        Assert.Equal("FileUploadMiscError", refused.Failure.Code);
    }

    [Theory]
    [InlineData("$A/x", "1/x")]
    [InlineData("${A}b", "1b")]
    [InlineData("$Ab", "")]
    [InlineData("$", "$")]
    [InlineData("$$A ${A ${} 5$", "$1 ${A ${} 5$")]
    public void Variables_of_the_task_are_expanded(string pattern, string expanded) =>
        Assert.Equal(expanded, VariableExpansion.Expand(pattern, new Dictionary<string, string> { ["A"] = "1" }));

    [Theory]
    [InlineData("a/b.txt", true, "out", "out/a/b.txt")]
    [InlineData("a/b.txt", true, "/out/", "out/a/b.txt")]
    [InlineData("a/b.txt", true, null, "a/b.txt")]
    [InlineData("b.txt", false, "out/c.txt", "out/c.txt")]
    [InlineData("b.txt", false, "", "b.txt")]
    public void Path_is_a_blob_without_a_wildcard_and_a_folder_with_one(string name, bool wildcard, string? path, string blob) =>
        Assert.Equal(blob, BlobName.Of(new OutputMatch(name, "/x"), wildcard, path));

    [Theory]
    [InlineData("taskSuccess", 0, true)]
    [InlineData("tasksuccess", 1, false)]
    [InlineData("taskfailure", 0, false)]
    [InlineData("TaskFailure", 3, true)]
    [InlineData("taskcompletion", 3, true)]
    [InlineData("never", 0, null)]
    public void Condition_looks_at_the_exit_code(string condition, int exitCode, bool? holds) =>
        Assert.Equal(holds, UploadCondition.Holds(condition, exitCode));
}
