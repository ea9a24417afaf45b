using Autobatch.Results;

namespace Autobatch.Tests.Results;

public sealed class InputChangesTests
{
    private static readonly DateTimeOffset s_written = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1.0, 9.0, "beforeStart", false)]
    [InlineData(0.9, 9.0, "whileRunning", true)]
    [InlineData(-5.0, 0.0, "whileRunning", true)]
    [InlineData(-5.0, -0.1, null, true)]
    [InlineData(null, null, "whileRunning", true)]
    public void Times_tell_which_version_a_task_can_have_read(double? start, double? end, string? told, bool succeeded)
    {
        InputChanges changes = new([new ChangedInput(7, "in/7", s_written)], "merge");

        TaskResult task = changes.Judge(Task("7", start, end));

        Assert.Equal((told, succeeded), (task.InputChanged, task.Succeeded));
        Assert.Equal(succeeded ? ExitClass.Success : ExitClass.InputChanged, task.Exit!.Class);
        Assert.Equal(told is not null, changes.Warning is not null);
    }

    [Fact]
    public void Only_the_tasks_of_changed_files_are_judged_and_a_merge_task_with_them()
    {
        InputChanges changes = new([new ChangedInput(7, "in/7", s_written)], "merge");

        Assert.True(changes.Judge(Task("8", 5, 9)).Succeeded);
        Assert.True(changes.Judge(Task("merge", 10, 11)).Succeeded);
        TaskResult failed = changes.Judge(Task("7", 5, 9) with { Result = "failure", ExitCode = 3 });
        TaskResult merge = changes.Judge(Task("Merge", 10, 11));

        Assert.Equal((null, 3), (failed.FailureInfo?.ToString(), failed.ExitCode));
        Assert.False(merge.Succeeded);
        Assert.Equal("InputChanged", merge.FailureInfo!.Value.GetProperty("code").GetString());
        Assert.Null(changes.Judge(new TaskResult { Id = "7", State = "active" }).InputChanged);
    }

    private static TaskResult Task(string id, double? start, double? end) => new()
    {
        Id = id,
        State = "completed",
        Result = "success",
        ExitCode = 0,
        Exit = new ExitClass(ExitClass.Success, 0, null, "satisfy", "none"),
        StartTime = start is { } s ? s_written.AddSeconds(s) : null,
        EndTime = end is { } e ? s_written.AddSeconds(e) : null,
    };
}
