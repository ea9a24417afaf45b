using System.Text.Json.Nodes;
using Autobatch.Emulator.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Tests.Nodes.ResourceFiles;

/// <summary>httpUrl against a web server that behaves badly.</summary>
public sealed class HttpDownloadTests : IAsyncLifetime
{
    private readonly NodeFixture _node = new(clock: new HurriedTime());
    private readonly WebApplication _server;
    private int _requests;

    public HttpDownloadTests()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _node.Dispose();
    }

    [Fact]
    public async Task One_file_is_one_request()
    {
        Assert.Null((await RunAsync("good")).Failure);
        Assert.Equal(1, _requests);
    }

    [Theory]
    [InlineData("busy-twice")]
    [InlineData("cut-twice")]
    public async Task Passing_trouble_is_tried_again(string path)
    {
        TaskOutcome outcome = await RunAsync(path);

        Assert.Null(outcome.Failure);
        Assert.Equal("whole content", _node.Output());
        Assert.Equal(3, _requests);
    }

    [Theory]
    [InlineData("busy-always", "BlobDownloadMiscError", "servererror", 7)]
    [InlineData("cut-always", "BlobDownloadMiscError", "servererror", 7)]
    [InlineData("404", "BlobNotFound", "usererror", 1)]
    [InlineData("403", "BlobAccessDenied", "usererror", 1)]
    [InlineData("401", "BlobAccessDenied", "usererror", 1)]
    [InlineData("400", "BlobDownloadMiscError", "servererror", 1)]
    public async Task Lasting_trouble_fails_the_task_by_name_and_leaves_no_half_file(string path, string code, string category, int requests)
    {
        TaskOutcome outcome = await RunAsync(path);

        Assert.Equal((code, category), (outcome.Failure?.Code, outcome.Failure?.Category));
        Assert.Equal(requests, _requests);
        Assert.DoesNotContain(outcome.Failure!.Details, detail => detail.Value.Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(_node.Root, "*", SearchOption.AllDirectories), file => !file.Contains("/.running/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_listening_is_a_download_error()
    {
        TaskOutcome outcome = await _node.Run("/bin/true", body: Body("http://127.0.0.1:1/x"));

        Assert.Equal("BlobDownloadMiscError", outcome.Failure?.Code);
    }

    [Fact]
    public async Task Terminate_stops_a_download_that_hangs()
    {
        using var terminate = new CancellationTokenSource();
        Task<TaskOutcome> running = _node.RunUntil(NodeFixture.Launch("/bin/true", body: Body(_server.Urls.First() + "/hang")), terminate.Token);
        await Autobatch.Testing.Wait.UntilAsync(() => _requests == 1, "The download has not begun.", cancellationToken: Cancel);

        await terminate.CancelAsync();

        Assert.True((await running).Terminated);
    }

    private Task<TaskOutcome> RunAsync(string path) => _node.Run("/bin/cat file", body: Body($"{_server.Urls.First()}/{path}?sig=secret"));

    private static JsonObject Body(string url) => new() { ["resourceFiles"] = new JsonArray(new JsonObject { ["httpUrl"] = url, ["filePath"] = "file" }) };

    private async Task AnswerAsync(HttpContext context)
    {
        int request = Interlocked.Increment(ref _requests);
        string path = context.Request.Path.Value!.Trim('/');
        if (int.TryParse(path, out int status))
        {
            context.Response.StatusCode = status;
        }
        else if (path == "hang")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        else if (path.StartsWith("busy", StringComparison.Ordinal) && (path == "busy-always" || request < 3))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (path.StartsWith("cut", StringComparison.Ordinal) && (path == "cut-always" || request < 3))
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("whole con", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
        else
        {
            await context.Response.WriteAsync("whole content", context.RequestAborted);
        }
    }
}
