using Azure;

namespace Autobatch.Batch.Tests;

public sealed class LinkedPagesTests
{
    private const string Next = "https://acct.local1.batch.example/jobs/j/tasks?$skiptoken=a%2Fb%20c&api-version=2025-06-01&odd";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_link_is_followed_as_it_came()
    {
        StubService service = new StubService().Answer(200, PageOf("1", Next)).Answer(200, PageOf("2"));

        List<string> ids = await service.Client().ListTasksAsync("j", new ListQuery { Select = "id" }, Cancellation).Select(t => t.Id).ToListAsync(Cancellation);

        Assert.Equal(["1", "2"], ids);
        Assert.Equal(Next, service.Requests[1].Uri.OriginalString);
    }

    [Fact]
    public async Task Query_is_sent_as_OData()
    {
        StubService service = new StubService().Answer(200, PageOf("1"));
        var query = new ListQuery { Filter = "state eq 'completed'", Select = "id,state", Expand = "stats", MaxResults = 10 };

        await service.Client().ListTasksAsync("j", query, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(
            "?api-version=2025-06-01&$filter=state%20eq%20%27completed%27&$select=id%2Cstate&$expand=stats&maxresults=10",
            service.Requests[0].Uri.Query);
    }

    [Fact]
    public async Task Page_can_be_taken_up_by_its_token()
    {
        StubService service = new StubService().Answer(200, PageOf("1", Next)).Answer(200, PageOf("2"));
        BatchDataClient client = service.Client();

        Page<TaskState> first = await client.ListTasksAsync("j", cancellationToken: Cancellation).AsPages(pageSizeHint: 1).FirstAsync(Cancellation);
        Page<TaskState> second = await client.ListTasksAsync("j", cancellationToken: Cancellation).AsPages(first.ContinuationToken).SingleAsync(Cancellation);

        Assert.Contains("maxresults=1", service.Requests[0].Uri.Query, StringComparison.Ordinal);
        Assert.Equal("2", Assert.Single(second.Values).Id);
        Assert.Null(second.ContinuationToken);
    }

    [Theory]
    [InlineData("https://elsewhere.example/jobs/j/tasks?x")]
    [InlineData("http://acct.local1.batch.example/jobs/j/tasks")]
    [InlineData("https://acct.local1.batch.example:444/jobs/j/tasks")]
    [InlineData("https://acct.local1.batch.example/jobs/other/tasks")]
    [InlineData("/jobs/j/tasks")]
    [InlineData("")]
    public async Task Token_of_another_list_is_refused(string token)
    {
        var service = new StubService();

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await service.Client().ListTasksAsync("j", cancellationToken: Cancellation).AsPages(token).ToListAsync(Cancellation));

        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Next_link_to_another_host_is_not_followed()
    {
        StubService service = new StubService().Answer(200, PageOf("1", "https://elsewhere.example/jobs/j/tasks"));

        BatchException refused = await Assert.ThrowsAsync<BatchException>(
            async () => await service.Client().ListTasksAsync("j", cancellationToken: Cancellation).ToListAsync(Cancellation));

        Assert.Equal(BatchErrorCodes.UnreadableResponse, refused.Code);
        Assert.Single(service.Requests);
    }

    private static string PageOf(string id, string? next = null) =>
        next is null ? $$"""{"value":[{"id":"{{id}}"}]}""" : $$"""{"value":[{"id":"{{id}}"}],"odata.nextLink":"{{next}}"}""";
}
