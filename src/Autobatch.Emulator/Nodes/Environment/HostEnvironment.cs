using System.Runtime.InteropServices;

namespace Autobatch.Emulator.Nodes.Environment;

/// <summary>
/// The little of the emulator's own environment that a task may see. Everything else, secrets above all, stays outside.
/// </summary>
/// <param name="Path">PATH: the machine is the node, so its programs are the node's programs.</param>
/// <param name="DotnetRoot">Where the .NET runtime is, so that <c>dotnet</c> works wherever it was installed.</param>
/// <param name="TemporaryFolder">TMPDIR when the machine sets one.</param>
internal sealed record HostEnvironment(string Path, string? DotnetRoot, string? TemporaryFolder)
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The environment of this process.</summary>
    public static HostEnvironment Current()
    {
        string? dotnet = System.Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } set ? set : RunningRoot();
        string path = System.Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } own ? own : DefaultPath;
        if (dotnet is not null && !path.Split(':').Contains(dotnet, StringComparer.Ordinal)) path += ":" + dotnet;
        return new HostEnvironment(path, dotnet, System.Environment.GetEnvironmentVariable("TMPDIR"));
    }

    private static string? RunningRoot()
    {
        // {root}/shared/Microsoft.NETCore.App/{version}/
        string? root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return File.Exists(System.IO.Path.Combine(root, "dotnet")) ? root : null;
    }
}
