using System.Net;
using System.Text;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;

namespace Autobatch.Standins.Functions.Worker.Tests.Http;

public sealed class LoopbackGuardTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync<HttpFunctions>();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("evil.example", "HostNotLoopback")]
    [InlineData("127.0.0.1.evil.example", "HostNotLoopback")]
    [InlineData("10.0.0.1", "HostNotLoopback")]
    public async Task Foreign_host_is_refused(string host, string code)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Get, "api/Hello", r => r.Headers.Host = host);
        await Refused(answer, HttpStatusCode.Forbidden, code);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:7071")]
    [InlineData("[::1]:80")]
    [InlineData("127.0.0.2")]
    public async Task Loopback_host_is_served(string host)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Get, "api/Hello", r => r.Headers.Host = host);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Foreign_origin_is_refused(string origin)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/Any", r => r.Headers.Add("Origin", origin));
        await Refused(answer, HttpStatusCode.Forbidden, "OriginNotLoopback");
    }

    [Fact]
    public async Task Loopback_origin_is_served()
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/Any", r => r.Headers.Add("Origin", "http://localhost:5173"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Body_that_is_not_json_is_refused(string? type)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/Echo", r =>
        {
            r.Content = new ByteArrayContent("""{"text":"x"}"""u8.ToArray());
            if (type is not null) r.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        });
        await Refused(answer, HttpStatusCode.UnsupportedMediaType, "ContentTypeNotJson");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/problem+json")]
    public async Task Json_body_is_served(string type)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/Echo", r =>
        {
            r.Content = new StringContent("""{"text":"x"}""", Encoding.UTF8);
            r.Content.Headers.Remove("Content-Type");
            r.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("application/octet-stream")]
    public async Task Body_that_no_form_can_send_is_served(string type)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/Any", r =>
        {
            r.Content = new ByteArrayContent("a: 1"u8.ToArray());
            r.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Post_without_body_and_type_is_served()
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/Any", _ => { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task Refused(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"\"code\":\"{code}\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage> change)
    {
        var request = new HttpRequestMessage(method, path);
        change(request);
        return _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
