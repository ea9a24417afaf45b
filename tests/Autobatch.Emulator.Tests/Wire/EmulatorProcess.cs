using System.Diagnostics;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The emulator as its own process, so that it can be killed.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private readonly Process _process;

    private EmulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts the program on free ports and reads its address from its first lines.</summary>
    public static async Task<EmulatorProcess> Start(string location)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Autobatch.Emulator.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--location", location, "--httpPort", "0", "--httpsPort", "0", "--silent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => TestContext.Current.SendDiagnosticMessage("emulator: {0}", line.Data ?? "");
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.TrimStart().StartsWith("http ", StringComparison.Ordinal))
            {
                return new(process, new(line.Trim()["http ".Length..].Trim()));
            }
        }

        throw new InvalidOperationException("The emulator ended before it printed its address.");
    }

    /// <summary>SIGKILL to the emulator alone; its tasks live on.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM, as a user or a service manager sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Stop()
    {
        Assert.True(Signals.Terminate(_process), "It had ended by itself.");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
