using System.Diagnostics;
using System.Globalization;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>The emulator as a process of its own, so that its memory can be told from ours.</summary>
internal sealed class EmulatorChild : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo? _temporary;

    private EmulatorChild(Process process, DirectoryInfo? temporary, Uri address, Uri secureAddress, string certificatePath) =>
        (_process, _temporary, Address, SecureAddress, CertificatePath) = (process, temporary, address, secureAddress, certificatePath);

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

    /// <param name="storage">Connection string of the autostorage account; null for Azurite's default.</param>
    /// <param name="folder">Where its state lies, and stays; null for a temporary folder.</param>
    public static async Task<EmulatorChild> StartAsync(string? storage = null, DirectoryInfo? folder = null)
    {
        DirectoryInfo? temporary = folder is null ? Directory.CreateTempSubdirectory("autobatch-benchmark-") : null;
        string program = Path.Combine(AppContext.BaseDirectory, "Autobatch.Emulator.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--location", (folder ?? temporary)!.FullName, "--httpPort", "0", "--httpsPort", "0", "--silent", .. storage is null ? Array.Empty<string>() : ["--storage", storage]]) { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The emulator did not start.");
        var http = new Uri(await ValueAsync(process, "http "));
        var https = new Uri(await ValueAsync(process, "https "));
        return new EmulatorChild(process, temporary, http, https, await ValueAsync(process, "certificate "));
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
        _temporary?.Delete(recursive: true);
    }
}
