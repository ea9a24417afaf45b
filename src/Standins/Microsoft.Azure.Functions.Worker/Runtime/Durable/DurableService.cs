using Autobatch.Standins.Runtime.Durable;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Azure.Functions.Worker.Runtime.Store;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>The engine of this host, started and stopped with it.</summary>
internal sealed class DurableService(
    FunctionDispatcher dispatcher, DataFolder folder, HostJson host, TimeProvider time, ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private readonly DurableEngine _engine = new(
        new DurableEngineOptions
        {
            DatabasePath = Path.Combine(folder.Path, host.HubName + ".db"),
            MaxConcurrentActivities = host.MaxConcurrentActivities,
            MaxConcurrentOrchestrators = host.MaxConcurrentOrchestrators,
            Versioning = host.Versioning,
            DataConverter = DurableInput.Converter,
        },
        dispatcher, time, loggers);

    public DurableTaskClient Client => _engine.Client;

    public Task StartAsync(CancellationToken cancellationToken) => _engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _engine.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
