using Autobatch.Local.CommandLine;
using Autobatch.Local.Hosting;
using Autobatch.Local.Runs;
using Autobatch.Local.Samples;
using Autobatch.Local.Uploads;
using Spectre.Console;

namespace Autobatch.Local.Verbs;

/// <summary><c>run PATH</c>: check, start, upload, follow, download, stop.</summary>
internal static class RunVerb
{
    public static async Task<int> ExecuteAsync(RunSettings settings, TextWriter output, TextWriter error)
    {
        Sample sample = SampleReader.Read(settings);
        using StopSignal signal = new();
        using DataFolder data = settings.Data is null ? DataFolder.Temporary() : DataFolder.Open(settings.Data);
        IRunReporter reporter = Reporter(settings, output, error);
        RunSummary? summary = null;
        await using (reporter.ConfigureAwait(false))
        {
            using HostLog log = HostLog.Redirect(data.Log);
            try
            {
                summary = await RunAsync(sample, settings, data, reporter, signal).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
            {
                await reporter.EndAsync().ConfigureAwait(false);
                await error.WriteLineAsync("Stopped before the run began.").ConfigureAwait(false);
            }
        }

        if (summary is not null)
        {
            await output.WriteLineAsync(summary.ToLine()).ConfigureAwait(false);
        }

        return summary?.Status == Autobatch.Runs.RunStatus.Completed ? ExitCodes.Completed : ExitCodes.NotCompleted;
    }

    private static async Task<RunSummary> RunAsync(Sample sample, RunSettings settings, DataFolder data, IRunReporter reporter, StopSignal signal)
    {
        // The packages build while Azurite and the rest come up.
        using CancellationTokenSource building = CancellationTokenSource.CreateLinkedTokenSource(signal.Token);
        Task<IReadOnlyList<BuiltPackage>> packages = BuiltPackage.BuildAllAsync(sample.Packages, Path.Combine(data.Path, "build"), building.Token);
        try
        {
            LocalHostOptions options = new()
            {
                Data = data,
                Ports = LocalPorts.AnyFree,
                Events = settings.Events,
                InputEvents = settings.Open,
                DefaultNodes = settings.Nodes,
                DefaultSlots = settings.Slots,
                BatchDebug = settings.BatchDebug,
            };
            LocalHost host = await LocalHost.StartAsync(options, reporter, signal).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                reporter.Note($"Function app {host.FunctionsAddress}  Azurite {host.Azurite.Endpoints.BlobService}{(host.Azurite.Adopted ? " (adopted)" : string.Empty)}");
                if (settings.Open)
                {
                    reporter.Note(Browser.Open(host.FunctionsAddress));
                }

                RunSummary summary = await new SampleRun(host, sample, settings, reporter, options.Time).ExecuteAsync(packages, signal.Token).ConfigureAwait(false);
                if (settings.Open)
                {
                    reporter.Note($"The run has ended; all is up at {host.FunctionsAddress} until Ctrl+C.");
                    await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, signal.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                reporter.Note("Stopping …");
                return summary;
            }
        }
        finally
        {
            await building.CancelAsync().ConfigureAwait(false);
            await ((Task)packages).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static IRunReporter Reporter(RunSettings settings, TextWriter output, TextWriter error) =>
        settings.Json ? new SilentReporter(error)
        : Console.IsOutputRedirected ? new PlainReporter(output, TimeProvider.System)
        : new SpectreReporter(AnsiConsole.Console, TimeProvider.System);
}
