using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Functions.Tests.Support;

/// <summary>A user's system that is told of runs' ends.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Func<int, HttpStatusCode> _answer;
    private readonly WebApplication _server;

    /// <param name="answer">What to answer to the call of that number, from 1.</param>
    public Receiver(Func<int, HttpStatusCode>? answer = null)
    {
        _answer = answer ?? (_ => HttpStatusCode.OK);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _server.Start();
        Host = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority;
    }

    public string Host { get; }

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
