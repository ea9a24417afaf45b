using System.Text;

namespace Autobatch.Batch.Tests;

public sealed class RetryTests
{
    private static readonly ReadOnlyMemory<byte> s_json = Encoding.UTF8.GetBytes("""{"id":"x"}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Creating_a_job_is_tried_again(int status)
    {
        StubService service = new StubService().Answer(status, ErrorJson.Of("X")).Answer(201);

        await service.Client().CreateJobAsync(s_json, Cancellation);

        Assert.Equal(2, service.Requests.Count);
        Assert.All(service.Requests, r => Assert.Equal("""{"id":"x"}""", r.Text));
    }

    [Fact]
    public async Task Broken_connection_is_tried_again()
    {
        StubService service = new StubService().Break().Answer(202);

        await service.Client().DeleteJobAsync("j", cancellationToken: Cancellation);

        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task Resize_is_not_repeated_when_its_fate_is_unknown()
    {
        StubService broken = new StubService().Break();
        StubService failed = new StubService().Answer(500, ErrorJson.Of("InternalError"));

        BatchException cut = await Assert.ThrowsAsync<BatchException>(() => broken.Client().ResizePoolAsync("p", s_json, Cancellation));
        BatchException fault = await Assert.ThrowsAsync<BatchException>(() => failed.Client().ResizePoolAsync("p", s_json, Cancellation));

        Assert.Equal(BatchErrorCodes.ConnectionFailed, cut.Code);
        Assert.Equal("InternalError", fault.Code);
        Assert.Single(broken.Requests);
        Assert.Single(failed.Requests);
    }

    [Fact]
    public async Task Resize_that_was_refused_is_tried_again()
    {
        StubService service = new StubService().Answer(429, ErrorJson.Of("TooManyRequests"), ("Retry-After", "0")).Answer(202);

        await service.Client().ResizePoolAsync("p", s_json, Cancellation);

        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task What_the_caller_got_wrong_is_not_repeated()
    {
        StubService service = new StubService().Answer(409, ErrorJson.Of("JobExists", "The specified job already exists."));

        BatchException exists = await Assert.ThrowsAsync<BatchException>(() => service.Client().CreateJobAsync(s_json, Cancellation));

        Assert.Equal((409, BatchErrorCodes.JobExists), (exists.Status, exists.Code));
        Assert.False(exists.IsTransient);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task Wait_of_many_minutes_is_handed_to_the_caller()
    {
        StubService service = new StubService().Answer(503, ErrorJson.Of("ServerBusy"), ("Retry-After", "3600"));

        BatchException busy = await Assert.ThrowsAsync<BatchException>(() => service.Client().GetJobAsync("j", cancellationToken: Cancellation));

        Assert.Equal(TimeSpan.FromHours(1), busy.RetryAfter);
        Assert.True(busy.IsTransient);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task Lasting_trouble_ends_after_the_tries_with_the_last_error()
    {
        StubService service = new StubService().Answer(500, ErrorJson.Of("A")).Answer(500, ErrorJson.Of("B"));

        BatchException last = await Assert.ThrowsAsync<BatchException>(
            () => service.Client(o => o.Retry.MaxRetries = 1).GetJobAsync("j", cancellationToken: Cancellation));

        Assert.Equal("B", last.Code);
    }

    [Fact]
    public async Task Lasting_silence_is_a_connection_failure_that_names_the_request()
    {
        StubService service = new StubService().Break().Break();

        BatchException silent = await Assert.ThrowsAsync<BatchException>(
            () => service.Client(o => o.Retry.MaxRetries = 1).GetJobAsync("j", cancellationToken: Cancellation));

        Assert.Equal((0, BatchErrorCodes.ConnectionFailed), (silent.Status, silent.Code));
        Assert.Equal("GET https://acct.local1.batch.example/jobs/j: The wire was cut.", silent.Message);
    }

    [Fact]
    public async Task Cancelled_call_ends_as_cancelled()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new StubService().Answer(200).Client().GetJobAsync("j", cancellationToken: source.Token));
    }
}
