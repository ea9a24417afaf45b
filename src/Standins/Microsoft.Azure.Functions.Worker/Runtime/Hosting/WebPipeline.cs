using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Admin;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>What a request passes: faults named, loopback only, then a function, a webhook or an admin route.</summary>
internal static class WebPipeline
{
    public static void AddTo(WebApplication app, FunctionTable functions, HostJson host)
    {
        var faults = new RequestFaults(app.Services.GetRequiredService<ILogger<RequestFaults>>());
        app.Use(next => http => faults.InvokeAsync(http, next));
        app.Use(next => http => LoopbackGuard.InvokeAsync(http, next));
        app.UseRouting();
        MapFunctions(app, functions, host);
        app.MapPost(BlobEventDoor.Route, app.Services.GetRequiredService<BlobEventDoor>().AnswerAsync);
        // Made when first asked: they name the host's address, which is known after the start.
        app.MapGet("/admin/functions", http => http.RequestServices.GetRequiredService<AdminEndpoints>().ListAsync(http));
        app.MapGet("/admin/functions/{name}", http => http.RequestServices.GetRequiredService<AdminEndpoints>().GetAsync(http));
        app.MapGet("/admin/host/status", http => http.RequestServices.GetRequiredService<AdminEndpoints>().StatusAsync(http));
    }

    private static void MapFunctions(WebApplication app, FunctionTable functions, HostJson host)
    {
        var runner = app.Services.GetRequiredService<FunctionRunner>();
        var keys = app.Services.GetRequiredService<FunctionKeys>();
        var logger = app.Services.GetRequiredService<ILogger<HttpFunctionEndpoint>>();
        foreach ((FunctionModel function, HttpTriggerModel trigger) in functions.Of<HttpTriggerModel>())
        {
            var endpoint = new HttpFunctionEndpoint(function, trigger, runner, keys, logger);
            string route = Routes.Full(host.RoutePrefix, trigger.Route);
            if (trigger.Methods.Count == 0) app.Map(route, (RequestDelegate)endpoint.AnswerAsync);
            else app.MapMethods(route, trigger.Methods, (RequestDelegate)endpoint.AnswerAsync);
        }
    }
}
