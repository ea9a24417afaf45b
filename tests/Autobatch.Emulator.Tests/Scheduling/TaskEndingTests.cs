using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Tests.Scheduling;

public sealed class TaskEndingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TaskFailure ExitCode = new("usererror", "FailureExitCode", "", []);

    [Fact]
    public void Success_completes_and_satisfies()
    {
        var done = TaskEnding.Next(Running(), Outcome(0, null), StopIntent.None, Noon);

        Assert.Equal((TaskState.Completed, true, true, 0), (done.State.Current, done.Satisfied, done.Execution.Succeeded, done.Execution.ExitCode));
    }

    [Theory]
    [InlineData(0, 0, TaskState.Completed)]
    [InlineData(1, 0, TaskState.Active)]
    [InlineData(1, 1, TaskState.Completed)]
    [InlineData(-1, 100, TaskState.Active)]
    internal void A_failed_exit_code_is_retried_while_retries_are_left(int maxRetries, int soFar, TaskState expected)
    {
        var task = Running() with { MaxRetries = maxRetries, Execution = new() { RetryCount = soFar } };

        var next = TaskEnding.Next(task, Outcome(1, ExitCode), StopIntent.None, Noon);

        Assert.Equal(expected, next.State.Current);
        Assert.Equal(soFar + (expected == TaskState.Active ? 1 : 0), next.Execution.RetryCount);
        Assert.Equal(expected == TaskState.Active ? null : 1, next.Execution.ExitCode);
    }

    [Theory]
    [InlineData("BlobNotFound")]
    [InlineData("FileUploadMiscError")]
    [InlineData("TaskEnded")]
    public void Nothing_but_an_exit_code_is_retried(string code)
    {
        var next = TaskEnding.Next(Running() with { MaxRetries = 5 }, Outcome(null, ExitCode with { Code = code }), StopIntent.None, Noon);

        Assert.Equal((TaskState.Completed, code), (next.State.Current, next.Execution.Failure!.Code));
    }

    [Fact]
    public void A_requeue_is_counted_apart_from_retries()
    {
        var next = TaskEnding.Next(Running(), Outcome(137, ExitCode) with { Terminated = true }, StopIntent.Requeue, Noon);

        Assert.Equal((TaskState.Active, 0, 1), (next.State.Current, next.Execution.RetryCount, next.Execution.RequeueCount));
    }

    [Fact]
    public void A_terminated_task_completes_with_TaskEnded_even_when_retries_are_left()
    {
        var next = TaskEnding.Next(Running() with { MaxRetries = 5 }, Outcome(137, ExitCode) with { Terminated = true }, StopIntent.Terminate, Noon);

        Assert.Equal((TaskState.Completed, "TaskEnded", false), (next.State.Current, next.Execution.Failure!.Code, next.Execution.Succeeded));
    }

    private static TaskOutcome Outcome(int? exitCode, TaskFailure? failure) => new(exitCode, failure, Noon, Noon, false);

    private static TaskRecord Running() => new()
    {
        Id = "t",
        Sequence = 1,
        CreationTime = Noon,
        LastModified = Noon,
        State = new(TaskState.Running, Noon),
    };
}
