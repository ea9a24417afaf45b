using Autobatch.Standins.Runtime.Durable.Client;
using Autobatch.Standins.Runtime.Durable.Runtime;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable;

/// <summary>Runs orchestrations whose history is in SQLite. Killed at any moment and started again, it goes on where it was.</summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private readonly DurableEngineOptions _options;
    private readonly IDurableTaskDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private EngineCore? _core;
    private int _stopping;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public DurableEngine(DurableEngineOptions options, IDurableTaskDispatcher dispatcher, TimeProvider time, ILoggerFactory loggers)
    {
        options.Validate();
        _options = options;
        _dispatcher = dispatcher;
        _time = time;
        _loggers = loggers;
        Client = new LocalDurableTaskClient("local", () => Core, options.DataConverter, options.Versioning, time);
    }

    /// <summary>Starts, asks about, signals and ends orchestrations; works between start and stop.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>Ends with an error when the store could not take a change and the engine does nothing more: restart the process.</summary>
    public Task Faulted => Core.Faulted;

    internal EngineCore Core => _core ?? throw new InvalidOperationException("The durable engine is not running.");

    /// <summary>Opens the store and takes up what was left undone.</summary>
    /// <exception cref="IOException">The store is in use, of another version, or no database.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_core is not null)
            throw new InvalidOperationException("The durable engine is running already.");
        EngineCore core = new(_options, _dispatcher, _time, _loggers);
        _core = core;
        core.Start();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Takes no new work, lets running steps and activities end, and closes the store. When <paramref name="cancellation"/> is signalled
    /// running activities are cancelled; they run again after the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        // Activities that still run may use the client until they end.
        if (_core is not { } core || Interlocked.Exchange(ref _stopping, 1) == 1)
            return;
        await core.StopAsync(cancellation);
        await core.DisposeAsync();
        _core = null;
        _stopping = 0;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
