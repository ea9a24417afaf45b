using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Counts how often an app has had Batch read the storage keys again: the requests that its client of Resource Manager sends.</summary>
internal sealed class SyncCalls : IDisposable
{
    private readonly AzureEventSourceListener _listener;
    private int _count;

    public SyncCalls(RunningApp app)
    {
        string address = app.Emulator.HttpsAddress.Authority;
        _listener = new AzureEventSourceListener(
            (e, _) =>
            {
                if (e.EventName == "Request" && e.Payload?.OfType<string>().Any(text =>
                    text.Contains(address, StringComparison.Ordinal) && text.Contains("/syncAutoStorageKeys", StringComparison.OrdinalIgnoreCase)) == true)
                {
                    Interlocked.Increment(ref _count);
                }
            },
            EventLevel.Informational);
    }

    public int Count => _count;

    public void Dispose() => _listener.Dispose();
}
