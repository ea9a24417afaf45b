using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Work that a request starts and does not wait for; awaited when the emulator stops.</summary>
internal sealed partial class Background(ILogger<Background> logger)
{
    private readonly ConcurrentDictionary<Task, bool> _running = [];
    private readonly ILogger _logger = logger;

    /// <returns>Completes when the work is over, however it went.</returns>
    public Task Run(Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception e)
            {
                // Nobody waits for it, so the log is the only place for its failure.
                LogFailed(e);
            }
        });
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
        return task;
    }

    public Task DrainAsync() => Task.WhenAll(_running.Keys);

    [LoggerMessage(EventId = 3, EventName = "BackgroundWorkFailed", Level = LogLevel.Error, Message = "Background work failed; it is tried again at the next start.")]
    private partial void LogFailed(Exception exception);
}
