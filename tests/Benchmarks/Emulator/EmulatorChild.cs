using System.Diagnostics;
using System.Globalization;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>The emulator as a process of its own, so that its memory can be told from ours.</summary>
internal sealed class EmulatorChild : IAsyncDisposable
{
    private readonly Process _process;

    private EmulatorChild(Process process, Uri address, Uri secureAddress, string certificatePath) =>
        (_process, Address, SecureAddress, CertificatePath) = (process, address, secureAddress, certificatePath);

    public Uri Address { get; }

    public Uri SecureAddress { get; }

    public string CertificatePath { get; }

    /// <summary>The most that the process has held resident so far.</summary>
    public double PeakMegabytes => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1024.0;

    /// <summary>Processor time that the process uses while nobody asks it anything.</summary>
    public async Task<TimeSpan> IdleAsync(TimeSpan time)
    {
        _process.Refresh();
        TimeSpan before = _process.TotalProcessorTime;
        await Task.Delay(time, TimeProvider.System);
        _process.Refresh();
        return _process.TotalProcessorTime - before;
    }

    /// <param name="folder">Where its state lies, and stays.</param>
    /// <param name="storage">Connection string of the autostorage account; null for Azurite's default.</param>
    public static async Task<EmulatorChild> StartAsync(DirectoryInfo folder, string? storage = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Autobatch.Emulator.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--location", folder.FullName, "--httpPort", "0", "--httpsPort", "0", "--silent", .. storage is null ? Array.Empty<string>() : ["--storage", storage]]) { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The emulator did not start.");
        var http = new Uri(await ValueAsync(process, "http "));
        var https = new Uri(await ValueAsync(process, "https "));
        return new EmulatorChild(process, http, https, await ValueAsync(process, "certificate "));
    }

    private static async Task<string> ValueAsync(Process process, string name)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.TrimStart().StartsWith(name, StringComparison.Ordinal))
                return line.Trim()[name.Length..].Trim();
        }

        throw new InvalidOperationException($"The emulator ended before it printed its {name.Trim()}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
