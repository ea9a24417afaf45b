using System.ComponentModel;
using System.Diagnostics;
using Autobatch.Local.CommandLine;

namespace Autobatch.Local.Samples;

/// <summary>Makes the zip of an application package: publishes its project, or takes its files as they are.</summary>
internal static class PackageBuilder
{
    /// <param name="workFolder">A folder of ours for intermediate files; the sample's folder stays as it is.</param>
    /// <param name="runtime">Publishes a project with its own .NET for machines of this kind (<c>linux-x64</c>); null for machines that have one.</param>
    /// <exception cref="LocalException">The project does not build, or there is no .NET SDK.</exception>
    public static async Task<byte[]> BuildAsync(PackageFolder package, string workFolder, CancellationToken cancellationToken, string? runtime = null)
    {
        if (package.Project is null)
        {
            return PackageZip.Create(package.Path);
        }

        string work = Path.Combine(workFolder, package.ApplicationId, package.Version);
        string output = Path.Combine(work, "publish");
        await PublishAsync(package.Project, Path.Combine(work, "artifacts"), output, runtime, cancellationToken).ConfigureAwait(false);
        return PackageZip.Create(output);
    }

    private static async Task PublishAsync(string project, string artifacts, string output, string? runtime, CancellationToken cancellationToken)
    {
        string[] selfContained = runtime is null ? [] : ["-r", runtime, "--self-contained", "-p:UseAppHost=true", "-p:PublishSingleFile=true"];

        // No build server outlives us: what we start, we stop.
        ProcessStartInfo start = new(
            "dotnet",
            ["publish", project, "-c", "Release", .. selfContained, "--artifacts-path", artifacts, "-o", output, "-v", "quiet", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = Path.GetDirectoryName(project)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        using Process publish = Start(start);
        publish.StandardInput.Close();
        try
        {
            Task<string> errors = publish.StandardError.ReadToEndAsync(cancellationToken);
            string text = await publish.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false) + await errors.ConfigureAwait(false);
            await publish.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (publish.ExitCode != 0)
            {
                throw LocalException.Failed($"{project} does not publish: {FirstError(text)}");
            }
        }
        catch (OperationCanceledException)
        {
            publish.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw LocalException.NotFit("dotnet is not on the PATH: install the .NET SDK (https://dot.net) and try again.", exception);
        }
    }

    private static string FirstError(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "it says nothing";
    }
}
