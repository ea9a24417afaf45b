using Microsoft.Azure.Functions.Worker.Runtime.Admin;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Durable;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Queues;
using Microsoft.Azure.Functions.Worker.Runtime.Store;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Registers the parts of the runtime that the app's functions need.</summary>
internal static class RuntimeServices
{
    public static void AddTo(IServiceCollection services, FunctionTable functions, DurableNames durable)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(functions);
        services.AddSingleton(durable);
        services.AddSingleton<InvocationBreaker>();
        services.AddSingleton<FunctionRunner>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<LocalStore>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<FunctionJson>();
        services.AddSingleton<AdminEndpoints>();
        services.AddSingleton<LocalFunctionsHost>();

        // Started in this order and stopped in the other: the engine outlives the triggers that feed it, the web server is first to close.
        AddDurable(services, functions, durable);
        AddBlobs(services, functions);
        if (functions.Of<QueueTriggerModel>().Any()) services.AddHostedService<QueueService>();
        if (functions.Of<TimerTriggerModel>().Any())
        {
            services.AddSingleton<TimerProgress>();
            services.AddHostedService<TimerService>();
        }
    }

    private static void AddDurable(IServiceCollection services, FunctionTable functions, DurableNames durable)
    {
        // An app that neither has nor starts orchestrations pays for no engine.
        if (!durable.Any && !functions.All.Any(f => f.Bindings.Any(b => b.Type == "durableClient"))) return;
        services.AddSingleton<FunctionDispatcher>();
        services.AddSingleton<DurableService>();
        services.AddSingleton(provider => provider.GetRequiredService<DurableService>().Client);
        services.AddHostedService(provider => provider.GetRequiredService<DurableService>());
    }

    private static void AddBlobs(IServiceCollection services, FunctionTable functions)
    {
        services.AddSingleton<BlobEventQueue>();
        services.AddSingleton<BlobEventDoor>();
        if (!functions.Of<BlobTriggerModel>().Any()) return;
        services.AddSingleton<BlobReceipts>();
        services.AddSingleton<PoisonBlobs>();
        services.AddSingleton<BlobEventHandler>();
        services.AddHostedService<BlobEventProcessor>();
        services.AddHostedService<BlobScanner>();
    }
}
