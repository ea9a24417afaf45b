using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>Listens to a run's signals with one outstanding wait, which no timer ever cancels.</summary>
internal sealed class RunSignals
{
    private readonly TaskOrchestrationContext _context;
    private Task<RunSignal> _next;

    public RunSignals(TaskOrchestrationContext context, bool cancelRequested = false, bool signalled = false)
    {
        _context = context;
        _next = context.WaitForExternalEvent<RunSignal>(RunSignal.EventName);
        (CancelRequested, Signalled) = (cancelRequested, signalled);
    }

    /// <summary>Whether somebody asked to cancel the run.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>Whether a signal came since the last wait.</summary>
    public bool Signalled { get; private set; }

    /// <summary>Takes in what has arrived.</summary>
    public void Poll()
    {
        while (_next.IsCompleted)
        {
            CancelRequested |= _next.Result.Kind == RunSignal.Cancel;
            Signalled = true;
            _next = _context.WaitForExternalEvent<RunSignal>(RunSignal.EventName);
        }
    }

    /// <summary>Waits for a signal, at most so long; one that came since the last wait counts.</summary>
    public async Task WaitAsync(TimeSpan atMost)
    {
        Poll();
        if (!Signalled)
        {
            using CancellationTokenSource stopTimer = new();
            Task timer = _context.CreateTimer(atMost, stopTimer.Token);
            if (await Task.WhenAny(timer, _next) != timer)
            {
                stopTimer.Cancel();
            }

            Poll();
        }

        Signalled = false;
    }
}
