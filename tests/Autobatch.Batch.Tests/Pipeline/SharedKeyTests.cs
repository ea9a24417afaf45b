using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Batch.Tests;

public sealed class SharedKeyTests
{
    [Fact]
    public async Task Each_try_carries_the_date_and_signature_of_its_own_moment()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 2, 17, 0, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMinutes(20) };
        StubService service = new StubService().Answer(503, ErrorJson.Of("ServerBusy")).Answer(200, """{"id":"j"}""");

        await service.Client(time: time).GetJobAsync("j", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Tue, 17 Feb 2026 00:00:00 GMT", service.Requests[0].Headers["ocp-date"]);
        Assert.Equal("Tue, 17 Feb 2026 00:20:00 GMT", service.Requests[1].Headers["ocp-date"]);
        Assert.NotEqual(service.Requests[0].Headers["Authorization"], service.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public void Key_that_is_not_base64_is_refused_without_being_shown()
    {
        var refused = Assert.Throws<ArgumentException>(() => new BatchDataClient(StubService.Endpoint, "acct", "not base64!"));

        Assert.Contains("acct", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64!", refused.Message, StringComparison.Ordinal);
    }
}
