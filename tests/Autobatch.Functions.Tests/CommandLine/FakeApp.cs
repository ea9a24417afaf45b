using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Answers as a test likes, and keeps what opened the door.</summary>
internal sealed class FakeApp : IAsyncDisposable
{
    private readonly WebApplication _server;

    public FakeApp()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async call =>
        {
            Calls.Enqueue((call.Request.Headers["x-functions-key"].ToString(), call.Request.Headers.Authorization.ToString()));
            await Answer(call);
        });
        _server.Start();
        Address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    /// <summary>The key and the authorization of each request.</summary>
    public ConcurrentQueue<(string Key, string Authorization)> Calls { get; } = new();

    /// <summary>An empty list of runs unless told.</summary>
    public RequestDelegate Answer { get; set; } = call => call.Response.WriteAsync("""{"runs":[]}""");

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
