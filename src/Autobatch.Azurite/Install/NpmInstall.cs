using System.ComponentModel;
using System.Diagnostics;

namespace Autobatch.Azurite;

/// <summary>Runs <c>npm ci</c> quietly and turns its failures into one line each.</summary>
internal static class NpmInstall
{
    private const string NodeMend = "install Node.js 18 or newer with npm (https://nodejs.org) and try again.";

    private static readonly string[] NetworkCodes = ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT"];

    public static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        // No install script runs: Azurite works without, and a dependency gets no say on this machine.
        ProcessStartInfo start = new("npm", ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using Process npm = Start(start);
        npm.StandardInput.Close();
        try
        {
            Task<string> output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await npm.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await npm.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (npm.ExitCode != 0)
            {
                throw new AzuriteException(Explain(npm.ExitCode, errors));
            }
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>One line for npm's many.</summary>
    internal static string Explain(int exitCode, string errors)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? network = NetworkCodes.FirstOrDefault(code => errors.Contains(code, StringComparison.Ordinal));
        if (network is not null)
        {
            return $"Azurite could not be installed: npm does not reach its registry ({network}). Check the network or npm's proxy settings and try again.";
        }

        string? cause = lines.FirstOrDefault(line => line.StartsWith("npm error", StringComparison.Ordinal)) ?? lines.FirstOrDefault();
        return $"Azurite could not be installed: npm ended with exit code {exitCode} ({cause ?? "it said nothing"}).";
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new AzuriteException($"npm was not found: {NodeMend}", exception);
        }
    }
}
