using System.Runtime.InteropServices;

namespace Autobatch.Local.Hosting;

/// <summary>
/// Ctrl+C (SIGINT), SIGTERM and a closed terminal (SIGHUP) ask for an orderly stop. Another one while stopping ends the process at once;
/// what must not be killed (Azurite) is asked to end by then too.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public StopSignal()
    {
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>Run when the user will not wait for the orderly stop; must be quick.</summary>
    public Action? Hurry { get; set; }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _stop.Cancel();
        }
        else
        {
            Hurry?.Invoke();
            Environment.Exit(130);
        }
    }
}
