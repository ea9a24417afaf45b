using System.Diagnostics;

namespace Autobatch.Conformance;

/// <summary>Clients that are not installed by the tests: too large for each run, and used where they are.</summary>
internal static class Tools
{
    private const string NotHere = "is not installed here; on Debian 'apt-get install azure-cli' brings the Azure CLI and the Python clients.";
    private static readonly Lazy<Task<string?>> s_python = new(FindPythonAsync);

    /// <summary>A Python that has azure-batch and azure-mgmt-batch; null when there is none.</summary>
    public static Task<string?> PythonAsync() => s_python.Value;

    /// <summary>Skips the test when there is no such Python.</summary>
    public static async Task<string> RequirePythonAsync()
    {
        string? found = await PythonAsync();
        Assert.SkipWhen(found is null, $"A Python with azure-batch and azure-mgmt-batch {NotHere}");
        return found!;
    }

    /// <summary>The Azure CLI; else the test is skipped.</summary>
    public static string AzureCli()
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "az")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"The Azure CLI {NotHere}");
        return found!;
    }

    private static async Task<string?> FindPythonAsync()
    {
        foreach (string python in (string[])["python3", "/usr/bin/python3"])
        {
            try
            {
                ProcessStartInfo start = new(python, ["-c", "import azure.batch, azure.mgmt.batch"]);
                if ((await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(1), CancellationToken.None)).ExitCode == 0)
                {
                    return python;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not there.
            }
        }
        return null;
    }
}
