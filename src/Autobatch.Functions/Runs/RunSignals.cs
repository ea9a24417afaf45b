using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>Listens to a run's signals with one outstanding wait, which no timer ever cancels.</summary>
internal sealed class RunSignals
{
    private readonly TaskOrchestrationContext _context;
    private Task<RunSignal> _next;

    public RunSignals(TaskOrchestrationContext context)
    {
        _context = context;
        _next = context.WaitForExternalEvent<RunSignal>(RunSignal.EventName);
    }

    /// <summary>Whether somebody asked to cancel the run.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>Takes in what has arrived.</summary>
    public void Poll()
    {
        while (_next.IsCompleted)
        {
            CancelRequested |= _next.Result.Kind == RunSignal.Cancel;
            _next = _context.WaitForExternalEvent<RunSignal>(RunSignal.EventName);
        }
    }

    /// <summary>Waits for a signal, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost)
    {
        using CancellationTokenSource stopTimer = new();
        Task timer = _context.CreateTimer(atMost, stopTimer.Token);
        if (await Task.WhenAny(timer, _next) != timer)
        {
            stopTimer.Cancel();
        }

        Poll();
    }
}
