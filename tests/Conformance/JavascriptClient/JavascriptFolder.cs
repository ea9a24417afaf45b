using System.Diagnostics;
using System.Security.Cryptography;

namespace Autobatch.Conformance;

/// <summary>The JavaScript side beside this assembly: the cases, and the pinned clients once they are installed.</summary>
internal static class JavascriptFolder
{
    private static readonly SemaphoreSlim s_one = new(1);
    private static readonly TimeSpan s_installTime = TimeSpan.FromMinutes(5);

    /// <summary>One for each client; names of cases are told apart over all of them.</summary>
    private static readonly string[] s_folders = ["cases", "arm", "rest"];

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "javascript");

    public static IEnumerable<string> CaseNames() =>
        s_folders.SelectMany(folder => Directory.EnumerateFiles(System.IO.Path.Combine(Path, folder), "*.mjs"))
            .Select(file => System.IO.Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    /// <summary>Runs <c>npm ci</c> when the clients that the lock file names are not there. No package gets to run a script.</summary>
    public static async Task InstallAsync(CancellationToken cancellationToken)
    {
        await s_one.WaitAsync(cancellationToken);
        try
        {
            await InstallOnceAsync(cancellationToken);
        }
        finally
        {
            s_one.Release();
        }
    }

    private static async Task InstallOnceAsync(CancellationToken cancellationToken)
    {
        string marker = System.IO.Path.Combine(Path, "node_modules", ".installed");
        string wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(System.IO.Path.Combine(Path, "package-lock.json"), cancellationToken)));
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, cancellationToken) == wanted)
            return;
        var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--loglevel=error"]) { WorkingDirectory = Path };
        ChildResult npm = await ChildProcess.RunAsync(start, s_installTime, cancellationToken);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci ended with {npm.ExitCode}: {npm.Errors}");
        await File.WriteAllTextAsync(marker, wanted, cancellationToken);
    }
}
