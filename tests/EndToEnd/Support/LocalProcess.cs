using System.Diagnostics;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Support;

/// <summary>The local command, or another of our programs, as a child process, its lines kept.</summary>
internal sealed class LocalProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource _outputEnded = new();
    private readonly TaskCompletionSource _errorsEnded = new();

    static LocalProcess() => Interrupts.Allow();

    private LocalProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data, _outputEnded);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data, _errorsEnded);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Output => Copy(_output);

    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>Whether it said that services are there, or the end of a run.</summary>
    private bool CameUp => Output.Any(line => line.Contains("Function app ", StringComparison.Ordinal) || line.StartsWith("{\"runId\"", StringComparison.Ordinal) || line == "Azure Batch emulator");

    public string All => $"output:\n{string.Join('\n', Output)}\nerrors:\n{string.Join('\n', Copy(_errors))}";

    public static LocalProcess Start(TemporaryFolder folder, params string[] arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    /// <summary>The same with settings of the function app, which it takes from its environment.</summary>
    public static LocalProcess Start(TemporaryFolder folder, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        StartProgram(folder, "Autobatch.Local", settings, arguments);

    /// <summary><c>start</c> on its data in the folder, on ports that are free.</summary>
    public static LocalProcess StartServer(TemporaryFolder folder, IReadOnlyDictionary<string, string> settings, params string[] more) => Start(
        folder,
        settings,
        ["start", "--data", folder["data"], "--port", "0", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--batchHttpPort", "0", "--batchHttpsPort", "0", .. more]);

    /// <summary>Another of our programs.</summary>
    public static LocalProcess StartProgram(TemporaryFolder folder, string program, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        StartFile(folder, "dotnet", settings, [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments], isEmulator: program == "Autobatch.Emulator");

    /// <summary>Any program.</summary>
    public static LocalProcess StartFile(
        TemporaryFolder folder, string file, IReadOnlyDictionary<string, string> settings, IReadOnlyList<string> arguments, bool isEmulator = false)
    {
        LocalProcess? started = null;
        string wire = WireLogs.Next(() => started?.CameUp == true);
        // A folder of its own for what is temporary, so that what is left behind is seen.
        Directory.CreateDirectory(folder["tmp"]);
        ProcessStartInfo start = new(file, isEmulator ? [.. arguments, "--debug", wire] : arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = folder["tmp"], ["Autobatch__Local__BatchDebug"] = wire },
        };
        foreach ((string name, string value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return started = new LocalProcess(Process.Start(start)!);
    }

    public void Interrupt() => Signals.Interrupt(_process);

    public void Terminate() => Signals.Terminate(_process);

    public void Kill() => _process.Kill();

    /// <summary>Waits for a line; fails with everything that was printed.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted, string what, CancellationToken cancellationToken)
    {
        string? found = null;
        await Wait.UntilAsync(
            () => (found = Output.FirstOrDefault(wanted)) is not null || _process.HasExited, () => $"{what}\n{All}", TimeSpan.FromMinutes(3), cancellationToken);
        return found ?? throw new InvalidOperationException($"Ended without {what}\n{All}");
    }

    /// <summary>Waits until the function app is up; gives where.</summary>
    public async Task<Uri> AppAddressAsync(CancellationToken cancellationToken)
    {
        const string Words = "Function app ";
        string line = await LineAsync(text => text.StartsWith(Words, StringComparison.Ordinal), "the function app's address", cancellationToken);
        return new Uri(new Uri(line[Words.Length..].Trim().Split(' ')[0]), "/");
    }

    public async Task<int> ExitAsync(CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        await Wait.UntilAsync(() => _process.HasExited, () => $"the local process ends\n{All}", timeout ?? TimeSpan.FromMinutes(4), cancellationToken);

        // A process of ours that outlived it could hold the pipes open; that is told apart by the leftovers.
        await Task.WhenAny(
            Task.WhenAll(_outputEnded.Task, _errorsEnded.Task), Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Terminate();
            _process.WaitForExit(TimeSpan.FromSeconds(60));
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Keep(List<string> lines, string? line, TaskCompletionSource ended)
    {
        if (line is null)
        {
            ended.TrySetResult();
            return;
        }

        lock (lines)
        {
            lines.Add(line);
        }
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
