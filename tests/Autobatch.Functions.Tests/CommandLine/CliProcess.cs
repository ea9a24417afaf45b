using System.Diagnostics;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>The command line as a process, for what hangs on a process: its environment, signals, a terminal.</summary>
internal static class CliProcess
{
    /// <summary>The words of a shell that start it.</summary>
    public static string Words { get; } = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Autobatch.Cli.dll")}'";

    public static Task<Ended> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Autobatch.Cli.dll"), .. arguments]), environment);

    /// <summary>A script of a page, which ends at the first command that fails.</summary>
    public static Task<Ended> BashAsync(string folder, string script, IReadOnlyDictionary<string, string> environment) =>
        RunAsync(new ProcessStartInfo("/bin/bash", ["-euo", "pipefail", "-c", script]) { WorkingDirectory = folder }, environment);

    /// <summary>Any program, with pipes for output and errors.</summary>
    public static async Task<Ended> RunAsync(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
        string error = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new Ended(process.ExitCode, await output, error);
    }
}
