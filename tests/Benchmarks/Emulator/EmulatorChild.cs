using System.Diagnostics;
using System.Globalization;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>The emulator as a process of its own on a temporary folder, so that its memory can be told from ours.</summary>
internal sealed class EmulatorChild : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private EmulatorChild(Process process, DirectoryInfo folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    /// <summary>The most that the process has held resident so far.</summary>
    public double PeakMegabytes => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1024.0;

    public static async Task<EmulatorChild> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-benchmark-");
        string program = Path.Combine(AppContext.BaseDirectory, "Autobatch.Emulator.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--location", folder.FullName, "--httpPort", "0", "--httpsPort", "0", "--silent"]) { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The emulator did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.TrimStart().StartsWith("http ", StringComparison.Ordinal))
                return new EmulatorChild(process, folder, new Uri(line.Trim()["http ".Length..].Trim()));
        }

        throw new InvalidOperationException("The emulator ended before it printed its address.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
