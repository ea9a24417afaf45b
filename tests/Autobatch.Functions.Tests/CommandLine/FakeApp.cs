using System.Collections.Concurrent;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Answers as a test likes, and keeps what opened the door.</summary>
internal sealed class FakeApp : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    public FakeApp() => _server = new LoopbackServer(async call =>
    {
        Calls.Enqueue((call.Request.Headers["x-functions-key"].ToString(), call.Request.Headers.Authorization.ToString()));
        await Answer(call);
    });

    public string Address => _server.Address.AbsoluteUri;

    /// <summary>The key and the authorization of each request.</summary>
    public ConcurrentQueue<(string Key, string Authorization)> Calls { get; } = new();

    /// <summary>An empty list of runs unless told.</summary>
    public RequestDelegate Answer { get; set; } = call => call.Response.WriteAsync("""{"runs":[]}""");

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
