namespace Autobatch.Batch.Tests;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("acct.westus.batch.azure.com")]
    [InlineData("ftp://acct.example")]
    [InlineData("https://acct.example/?x=1")]
    [InlineData("https://user@acct.example")]
    public void Url_that_is_no_endpoint_is_refused_by_name(string url)
    {
        var refused = Assert.Throws<ArgumentException>(() => new BatchDataClient(new Uri(url, UriKind.RelativeOrAbsolute), "acct", "a2V5"));

        Assert.Contains(url, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_of_the_endpoint_is_kept()
    {
        StubService service = new StubService().Answer(200, """{"id":"j"}""");
        var options = new BatchDataClientOptions { Transport = new Azure.Core.Pipeline.HttpClientTransport(service) };

        await new BatchDataClient(new Uri("http://127.0.0.1:1/devbatchaccount1"), "acct", "a2V5", options)
            .GetJobAsync("j", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("http://127.0.0.1:1/devbatchaccount1/jobs/j?api-version=2025-06-01", service.Requests[0].Uri.AbsoluteUri);
    }
}
