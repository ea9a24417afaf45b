using System.Collections.Concurrent;
using System.Net;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Tests.Support;

/// <summary>A user's system that is told of runs' ends.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Func<int, HttpStatusCode> _answer;
    private readonly LoopbackServer _server;

    /// <param name="answer">What to answer to the call of that number, from 1.</param>
    public Receiver(Func<int, HttpStatusCode>? answer = null)
    {
        _answer = answer ?? (_ => HttpStatusCode.OK);
        _server = new LoopbackServer(AnswerAsync);
    }

    public string Host => _server.Address.Authority;

    public ConcurrentQueue<(string Path, string? Signature, byte[] Body)> Calls { get; } = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext call)
    {
        using MemoryStream body = new();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        Calls.Enqueue((call.Request.Path, call.Request.Headers["Autobatch-Signature"], body.ToArray()));
        call.Response.StatusCode = (int)_answer(Calls.Count);
        call.Response.Headers.Location = $"http://{Host}/elsewhere";
    }
}
