using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autobatch.Batch.Tests;

/// <summary>What HttpClient really puts on the wire, which is what the service checks signatures against.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task What_is_signed_is_what_is_sent()
    {
        var seen = new ConcurrentQueue<(string Target, string? Length, string? Type)>();
        await using WebApplication server = await StartAsync(context =>
        {
            string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            seen.Enqueue((target, context.Request.Headers.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture), context.Request.ContentType));
            context.Response.StatusCode = 202;
            return Task.CompletedTask;
        });
        var endpoint = new Uri(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        var client = new BatchDataClient(endpoint, "acct", "a2V5");
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        await client.TerminateTaskAsync("j", "t 1", cancellation);
        await client.DeleteJobAsync("j", cancellationToken: cancellation);
        await client.CreateJobAsync("{}"u8.ToArray(), cancellation);
        (await client.GetTaskFileAsync("j", "t", "wd/a+b.txt", null, cancellation)).Dispose();

        Assert.Equal(
            [
                ("/jobs/j/tasks/t%201/terminate?api-version=2025-06-01", "0", null),
                ("/jobs/j?api-version=2025-06-01", null, null),
                ("/jobs?api-version=2025-06-01", "2", "application/json; odata=minimalmetadata"),
                ("/jobs/j/tasks/t/files/wd%2Fa%2Bb.txt?api-version=2025-06-01", null, null),
            ],
            seen);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return server;
    }
}
