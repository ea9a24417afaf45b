using Autobatch.Local.CommandLine;
using Autobatch.Local.Hosting;

namespace Autobatch.Local.Verbs;

/// <summary><c>start</c>: everything up until Ctrl+C.</summary>
internal static class StartVerb
{
    public static async Task<int> ExecuteAsync(StartSettings settings, TextWriter output)
    {
        using StopSignal signal = new();
        using DataFolder data = DataFolder.Open(settings.DataDirectory);
        LocalHostOptions options = new() { Data = data, Ports = settings.Ports, Events = settings.Events, StorageAccounts = settings.StorageAccounts, BatchDebug = settings.BatchDebug };
        LocalHost? host = null;
        try
        {
            host = await LocalHost.StartAsync(options, new LineProgress(output), signal).ConfigureAwait(false);
            await output.WriteLineAsync(Addresses.Describe(host, data)).ConfigureAwait(false);
            if (settings.Open)
            {
                await output.WriteLineAsync(Browser.Open(host.FunctionsAddress)).ConfigureAwait(false);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, signal.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
        {
            // Stopped while starting: what had started is stopped by now.
        }
        finally
        {
            if (host is not null)
            {
                await output.WriteLineAsync("Stopping …").ConfigureAwait(false);
                await host.DisposeAsync().ConfigureAwait(false);
            }
        }

        return ExitCodes.Completed;
    }

    private sealed class LineProgress(TextWriter output) : IProgress<string>
    {
        public void Report(string value) => output.WriteLine(value);
    }
}
