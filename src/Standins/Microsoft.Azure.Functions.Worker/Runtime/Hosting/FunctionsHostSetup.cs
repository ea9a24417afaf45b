using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Durable;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Queues;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Collects what the app registers and makes the host of it.</summary>
internal sealed class FunctionsHostSetup(FunctionSource source, string[] args)
{
    /// <summary>The real host's bound of a request's body.</summary>
    private const long LongestBody = 100 * 1024 * 1024;

    private readonly List<string> _errors = [];
    private bool _aspNetCore;
    private string _root = source.Folder;

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    public WebApplicationBuilder CreateWebBuilder()
    {
        var settings = new ConfigurationManager();
        _root = AppSettings.AddTo(settings, source.Folder, args, _errors);
        WebApplicationBuilder web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = source.Assembly.GetName().Name,
            ContentRootPath = _root,
            EnvironmentName = settings["AZURE_FUNCTIONS_ENVIRONMENT"] is { Length: > 0 } name ? name : Environments.Development,
        });
        web.Configuration.AddConfiguration(settings, shouldDisposeConfiguration: true);
        web.Services.AddRouting();
        return web;
    }

    public void UseAspNetCore(IServiceCollection services)
    {
        if (_aspNetCore) return;
        _aspNetCore = true;
        services.AddMvcCore();
    }

    /// <exception cref="FunctionErrorsException">Something is wrong; the message lists everything that is.</exception>
    public IHost Build(WebApplicationBuilder web)
    {
        HostJson host = HostJsonFile.Read(_root, web.Configuration, _errors);
        LocalOptions options = LocalOptions.Read(web.Configuration, _errors);
        var settings = new SettingReferences(web.Configuration);
        var connections = new BlobConnections(settings);
        var discovery = new FunctionDiscovery(
            [
                new HttpTriggerKind(_aspNetCore), new BlobTriggerKind(connections), new QueueTriggerKind(connections), new TimerTriggerKind(),
                new OrchestrationTriggerKind(), new ActivityTriggerKind(),
            ],
            [new DurableClientKind(host.HubName), new BlobInputKind(connections)],
            settings, _errors);
        IReadOnlyList<FunctionModel> found = discovery.Find(source);
        var durable = new DurableNames(found, _errors);
        if (_errors.Count > 0) throw new FunctionErrorsException(_errors);

        var functions = new FunctionTable(found);
        web.Services.AddSingleton(host).AddSingleton(options).AddSingleton(settings).AddSingleton(connections);
        web.Services.AddSingleton(new MiddlewarePipeline(Middleware));
        web.Services.AddSingleton(new HostIdentity(settings.Get("AzureFunctionsWebHost:hostId"), source.Assembly.GetName().Name ?? "app"));
        HostLogging.AddTo(web.Services, host, web.Configuration);
        RuntimeServices.AddTo(web.Services, functions, durable);
        web.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.DrainTimeout);
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });
        WebApplication app = web.Build();
        WebPipeline.AddTo(app, functions, host);
        return app;
    }
}
