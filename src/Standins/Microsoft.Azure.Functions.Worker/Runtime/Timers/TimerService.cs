using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>Runs a loop for each timer function.</summary>
internal sealed class TimerService(
    FunctionTable functions, FunctionRunner runner, TimerProgress progress, InvocationBreaker breaker, TimeProvider time,
    ILogger<TimerLoop> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(functions.Of<TimerTriggerModel>()
            .Select(f => new TimerLoop(f.Function, f.Trigger, runner, progress, time, logger))
            .Select(loop => Task.Run(() => loop.RunAsync(_stop.Token), CancellationToken.None))
            .ToList());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await breaker.DrainAsync(_loops, cancellationToken);
    }

    public void Dispose() => _stop.Dispose();
}
