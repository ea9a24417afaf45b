namespace Autobatch.Batch.Tests;

public sealed class TaskStateTests
{
    [Fact]
    public async Task Failed_task_tells_how_it_ended()
    {
        StubService service = new StubService().Answer(200, """
            {"id":"7","state":"completed","stateTransitionTime":"2026-01-02T03:04:05.1234567Z","dependsOn":{"taskIdRanges":[{"start":2,"end":5}]},
             "executionInfo":{"startTime":"2026-01-02T03:04:00Z","endTime":"2026-01-02T03:04:05Z","exitCode":3,"result":"failure","retryCount":1,"requeueCount":0,
               "failureInfo":{"category":"UserError","code":"FailureExitCode","message":"…","details":[{"name":"Message","value":"3"}]}},
             "nodeInfo":{"nodeId":"tvm-1","poolId":"p"},"newProperty":{"of":["later"]}}
            """);

        TaskState task = await service.Client().GetTaskAsync("j", "7", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("7", TaskStates.Completed, TaskResults.Failure, 3, 1, "tvm-1"), (task.Id, task.State, task.Result, task.ExitCode, task.RetryCount, task.NodeId));
        Assert.Equal(("usererror", "FailureExitCode"), (task.FailureInfo!.Category, task.FailureInfo.Code));
        Assert.Equal([new NameValue("Message", "3")], task.FailureInfo.Details);
        Assert.Equal(TimeSpan.FromSeconds(5), task.EndTime - task.StartTime);
        Assert.Equal([new TaskIdRange(2, 5)], task.DependsOn!.TaskIdRanges);
        Assert.Empty(task.DependsOn.TaskIds);
    }

    [Fact]
    public async Task What_was_not_selected_is_at_its_default()
    {
        StubService service = new StubService().Answer(200, """{"state":"running"}""");

        TaskState task = await service.Client().GetTaskAsync("j", "7", "state", TestContext.Current.CancellationToken);

        Assert.EndsWith("&$select=state", service.Requests[0].Uri.Query, StringComparison.Ordinal);
        Assert.Equal(new TaskState { State = TaskStates.Running }, task);
    }
}
