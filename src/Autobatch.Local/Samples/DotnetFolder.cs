using System.Runtime.InteropServices;

namespace Autobatch.Local.Samples;

/// <summary>Where .NET is installed: first the one that runs us, then the usual ways to name another.</summary>
internal static class DotnetFolder
{
    public static IReadOnlyList<string> Candidates()
    {
        // {root}/shared/Microsoft.NETCore.App/{version}/
        string running = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        IEnumerable<string?> all = [running, Environment.GetEnvironmentVariable("DOTNET_ROOT"), OnPath()];
        return [.. all.OfType<string>().Where(Directory.Exists).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
    }

    private static string? OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, "dotnet")))
            .Where(file => file.Exists)
            .Select(file => (file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName)
            .Select(Path.GetDirectoryName)
            .FirstOrDefault();
}
