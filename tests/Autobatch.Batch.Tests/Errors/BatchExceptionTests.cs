namespace Autobatch.Batch.Tests;

public sealed class BatchExceptionTests
{
    [Fact]
    public async Task Service_error_is_told_without_its_tail()
    {
        BatchException error = await FailAsync(new StubService().Answer(409, ErrorJson.Of("JobExists", "The specified job already exists."), ("request-id", "r-1")));

        Assert.Equal("JobExists", error.ErrorCode);
        Assert.Equal("The specified job already exists.", error.Sentence);
        Assert.Equal([new BatchErrorDetail("PropertyName", "poolInfo"), new BatchErrorDetail("Reason", "It is missing.")], error.Details);
        Assert.Equal("r-1", error.RequestId);
        Assert.Equal(
            "GET https://acct.local1.batch.example/jobs/j: 409 JobExists: The specified job already exists. (PropertyName: poolInfo, Reason: It is missing.)",
            error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>proxy</html>")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Body_that_is_no_error_becomes_an_error_without_a_code(string body)
    {
        BatchException error = await FailAsync(new StubService().Answer(404, body));

        Assert.Equal((404, ""), (error.Status, error.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":7}")]
    public async Task Success_with_an_unreadable_body_is_an_error(string body)
    {
        BatchException error = await FailAsync(new StubService().Answer(200, body));

        Assert.Equal((200, BatchErrorCodes.UnreadableResponse), (error.Status, error.Code));
    }

    private static Task<BatchException> FailAsync(StubService service) =>
        Assert.ThrowsAsync<BatchException>(() => service.Client().GetJobAsync("j", cancellationToken: TestContext.Current.CancellationToken));
}
