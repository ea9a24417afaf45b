using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Batch.Tests;

public sealed class AddTaskCollectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hundred_tasks_are_one_request_of_the_callers_own_bytes()
    {
        byte[] json = Collection(100);
        StubService service = new StubService().Answer(200, Success(Ids(0, 100)));

        IReadOnlyList<TaskAddResult> results = await service.Client().AddTaskCollectionAsync("j", json, Cancellation);

        StubService.Seen request = Assert.Single(service.Requests);
        Assert.Equal("https://acct.local1.batch.example/jobs/j/addtaskcollection?api-version=2025-06-01", request.Uri.OriginalString);
        Assert.Equal("application/json; odata=minimalmetadata", request.Headers["Content-Type"]);
        Assert.Equal(Encoding.UTF8.GetString(json), request.Text);
        Assert.Equal(Ids(0, 100), results.Select(r => r.TaskId));
        Assert.All(results, r => Assert.True(r.IsSuccess));
    }

    [Fact]
    public async Task More_than_a_hundred_tasks_are_sent_a_hundred_at_a_time()
    {
        StubService service = new StubService().Answer(200, Success(Ids(0, 100))).Answer(200, Success(Ids(100, 100))).Answer(200, Success(Ids(200, 50)));

        IReadOnlyList<TaskAddResult> results = await service.Client().AddTaskCollectionAsync("j", Collection(250), Cancellation);

        Assert.Equal([100, 100, 50], service.Requests.Select(r => IdsOf(r).Count));
        Assert.Equal(Ids(0, 250), results.Select(r => r.TaskId));
    }

    [Fact]
    public async Task No_tasks_are_no_request()
    {
        var service = new StubService();

        Assert.Empty(await service.Client().AddTaskCollectionAsync("j", Collection(0), Cancellation));
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Task_that_exists_is_a_success_and_says_so()
    {
        StubService service = new StubService().Answer(200, Answers(("0", "clienterror", "TaskExists"), ("1", "clienterror", "InvalidPropertyValue")));

        IReadOnlyList<TaskAddResult> results = await service.Client().AddTaskCollectionAsync("j", Collection(2), Cancellation);

        Assert.Equal((true, true), (results[0].IsSuccess, results[0].AlreadyExisted));
        Assert.False(results[1].IsSuccess);
        Assert.Equal("InvalidPropertyValue: It did not work. (PropertyName: poolInfo, Reason: It is missing.)", results[1].Error!.ToString());
    }

    [Fact]
    public async Task Only_tasks_that_the_service_failed_on_are_sent_again()
    {
        StubService service = new StubService()
            .Answer(200, Answers(("3", "success", null), ("2", "servererror", "InternalError"), ("0", "servererror", "InternalError"), ("1", "success", null)))
            .Answer(200, Success(["2", "0"]));

        IReadOnlyList<TaskAddResult> results = await Finish(service, Collection(4));

        Assert.Equal(["0", "2"], IdsOf(service.Requests[1]));
        Assert.All(results, r => Assert.True(r.IsSuccess));
        Assert.Equal(["0", "1", "2", "3"], results.Select(r => r.TaskId));
    }

    [Fact]
    public async Task Task_that_the_service_keeps_failing_on_is_reported_with_its_error()
    {
        var service = new StubService();
        for (int i = 0; i < 5; i++)
            service.Answer(200, Answers(("0", "servererror", "InternalError")));

        TaskAddResult result = Assert.Single(await Finish(service, Collection(1)));

        Assert.Equal("InternalError", result.Error?.Code);
        Assert.Equal(5, service.Requests.Count);
    }

    [Fact]
    public async Task Task_that_the_answer_forgets_is_sent_again()
    {
        StubService service = new StubService().Answer(200, Success(["0"])).Answer(200, Success(["1"]));

        IReadOnlyList<TaskAddResult> results = await Finish(service, Collection(2));

        Assert.Equal(["1"], IdsOf(service.Requests[1]));
        Assert.All(results, r => Assert.True(r.IsSuccess));
    }

    [Fact]
    public async Task Body_that_is_too_large_is_sent_in_halves()
    {
        StubService service = new StubService()
            .Answer(413, ErrorJson.Of("RequestBodyTooLarge"))
            .Answer(413, ErrorJson.Of("RequestBodyTooLarge")).Answer(200, Success(["0"])).Answer(200, Success(["1"]))
            .Answer(200, Success(["2", "3", "4"]));

        IReadOnlyList<TaskAddResult> results = await service.Client().AddTaskCollectionAsync("j", Collection(5), Cancellation);

        Assert.Equal(["0,1,2,3,4", "0,1", "0", "1", "2,3,4"], service.Requests.Select(r => string.Join(',', IdsOf(r))));
        Assert.All(results, r => Assert.True(r.IsSuccess));
    }

    [Fact]
    public async Task Task_too_large_for_any_request_fails_alone()
    {
        StubService service = new StubService()
            .Answer(413, ErrorJson.Of("RequestBodyTooLarge"))
            .Answer(413, ErrorJson.Of("RequestBodyTooLarge"))
            .Answer(200, Success(["1"]));

        IReadOnlyList<TaskAddResult> results = await service.Client().AddTaskCollectionAsync("j", Collection(2), Cancellation);

        Assert.Equal(BatchErrorCodes.RequestBodyTooLarge, results[0].Error?.Code);
        Assert.True(results[1].IsSuccess);
    }

    [Fact]
    public async Task Refusal_of_the_whole_collection_is_an_exception()
    {
        StubService service = new StubService().Answer(409, ErrorJson.Of("JobCompleted"));

        BatchException refused = await Assert.ThrowsAsync<BatchException>(() => service.Client().AddTaskCollectionAsync("j", Collection(2), Cancellation));

        Assert.Equal(BatchErrorCodes.JobCompleted, refused.Code);
    }

    /// <summary>Moves time on until the call is done: the client pauses between rounds.</summary>
    private static async Task<IReadOnlyList<TaskAddResult>> Finish(StubService service, byte[] json)
    {
        var time = new FakeTimeProvider();
        Task<IReadOnlyList<TaskAddResult>> call = service.Client(time: time).AddTaskCollectionAsync("j", json, Cancellation);
        while (!call.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        return await call;
    }

    private static byte[] Collection(int count) =>
        Encoding.UTF8.GetBytes($$"""{"value":[{{string.Join(" ,\r\n", Ids(0, count).Select(id => $$"""{"id":"{{id}}","commandLine":"echo {{id}}"}"""))}}]}""");

    private static IEnumerable<string> Ids(int first, int count) => Enumerable.Range(first, count).Select(i => $"{i}");

    private static string Success(IEnumerable<string> ids) => Answers([.. ids.Select(id => (id, "success", (string?)null))]);

    private static string Answers(params (string Id, string Status, string? Code)[] items) => $$"""
        {"value":[{{string.Join(',', items.Select(i => i.Code is null
            ? $$"""{"taskId":"{{i.Id}}","status":"{{i.Status}}","eTag":"0x8D","location":"https://x"}"""
            : $$"""{"taskId":"{{i.Id}}","status":"{{i.Status}}","error":{{ErrorJson.Of(i.Code)}}}"""))}}]}
        """;

    private static List<string> IdsOf(StubService.Seen request) =>
        [.. JsonNode.Parse(request.Text)!["value"]!.AsArray().Select(t => t!["id"]!.GetValue<string>())];
}
