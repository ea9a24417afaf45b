using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Autobatch.Azurite;

/// <summary>Starts <c>serve.cjs</c> in a session of its own, its output appended to the log file.</summary>
internal static class ServerLaunch
{
    /// <summary>Idle connections are closed by the client first (its pool keeps them for a minute): no request meets a closing one.</summary>
    private const string KeepAliveSeconds = "90";

    /// <returns>The leash: as long as it is open, a leashed Azurite runs. Null without one.</returns>
    public static async Task<IDisposable?> StartAsync(
        AzuriteOptions options, ServerFiles files, AzuriteInstallation installation, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("node", Arguments(options, files, installation))
        {
            WorkingDirectory = installation.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (options.FurtherAccounts.Count > 0)
        {
            start.Environment["AZURITE_ACCOUNTS"] = string.Join(
                ';', options.FurtherAccounts.Prepend(AzuriteEndpoints.AccountName).Distinct().Select(account => $"{account}:{AzuriteEndpoints.KeyOf(account)}"));
        }

        Process launcher = Start(start);
        try
        {
            Task<string> output = launcher.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await launcher.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await launcher.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (launcher.ExitCode != 0)
            {
                throw new AzuriteException($"Azurite could not be started: {errors.Trim().ReplaceLineEndings(" ")}");
            }
        }
        catch
        {
            launcher.Dispose();
            throw;
        }

        if (options.Leashed)
        {
            return launcher;
        }

        launcher.Dispose();
        return null;
    }

    private static List<string> Arguments(AzuriteOptions options, ServerFiles files, AzuriteInstallation installation)
    {
        List<string> arguments =
        [
            installation.LaunchScript, files.Log, options.Leashed ? "leashed" : "detached",
            installation.ServeScript, files.State,
        ];
        foreach ((string service, int port) in new[] { ("blob", options.BlobPort), ("queue", options.QueuePort), ("table", options.TablePort) })
        {
            arguments.AddRange([$"--{service}Host", "127.0.0.1"]);
            arguments.AddRange([$"--{service}Port", port.ToString(CultureInfo.InvariantCulture)]);
            arguments.AddRange([$"--{service}KeepAliveTimeout", KeepAliveSeconds]);
        }

        if (options.TakesTokens)
        {
            arguments.AddRange(["--oauth", "basic", "--cert", files.Certificate, "--key", files.CertificateKey]);
        }

        arguments.AddRange(["--skipApiVersionCheck", "--disableTelemetry", "--disableProductStyleUrl"]);
        arguments.AddRange(options.InMemory ? ["--inMemoryPersistence"] : ["--location", files.Data]);
        return arguments;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new AzuriteException("Node.js was not found: install Node.js 18 or newer (https://nodejs.org) and try again.", exception);
        }
    }
}
