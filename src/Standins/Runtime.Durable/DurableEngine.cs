using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable;

/// <summary>Runs orchestrations whose history is in SQLite. Killed at any moment and started again, it goes on where it was.</summary>
internal sealed class DurableEngine(
    DurableEngineOptions options, IDurableTaskDispatcher dispatcher, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    /// <summary>Starts, asks about, signals and ends orchestrations; works between start and stop.</summary>
    public DurableTaskClient Client => throw new NotSupportedException($"{options} {dispatcher} {time} {loggers}");

    /// <summary>Opens the store and takes up what was left undone.</summary>
    public Task StartAsync(CancellationToken cancellation) => throw new NotSupportedException(ToString());

    /// <summary>
    /// Takes no new work, lets running steps and activities end, and closes the store. When <paramref name="cancellation"/> is signalled
    /// running activities are cancelled; they run again after the next start.
    /// </summary>
    public Task StopAsync(CancellationToken cancellation) => throw new NotSupportedException(ToString());

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
