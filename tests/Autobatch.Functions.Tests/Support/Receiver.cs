using System.Collections.Concurrent;
using System.Net;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Support;

/// <summary>A user's system that is told of runs' ends.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, HttpStatusCode> _answer;
    private readonly Task _listening;

    /// <param name="answer">What to answer to the call of that number, from 1.</param>
    public Receiver(Func<int, HttpStatusCode>? answer = null)
    {
        _answer = answer ?? (_ => HttpStatusCode.OK);
        int port = FreePort.Find();
        Host = $"127.0.0.1:{port}";
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _listening = ListenAsync();
    }

    public string Host { get; }

    public ConcurrentQueue<(string Path, string? Signature, byte[] Body)> Calls { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _listening;
        _listener.Close();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using MemoryStream body = new();
            await call.Request.InputStream.CopyToAsync(body);
            Calls.Enqueue((call.Request.Url!.AbsolutePath, call.Request.Headers["Autobatch-Signature"], body.ToArray()));
            call.Response.StatusCode = (int)_answer(Calls.Count);
            call.Response.Headers["Location"] = $"http://{Host}/elsewhere";
            call.Response.Close();
        }
    }
}
