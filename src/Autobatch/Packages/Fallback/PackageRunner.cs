using System.Reflection;
using Autobatch.Staging;

namespace Autobatch.Packages.Fallback;

/// <summary>
/// The script that gives a task its packages from resource files, and the names by which they lie in the task's working directory: below a dot-folder, which wildcards of
/// output files pass over.
/// </summary>
public static class PackageRunner
{
    /// <summary>The script's path in the working directory.</summary>
    public const string ScriptPath = ".autobatch/run-with-packages.sh";

    /// <summary>The script: POSIX sh.</summary>
    public static ReadOnlyMemory<byte> Script { get; } = Read();

    /// <summary>The name of the script's staged blob.</summary>
    public static string ScriptName { get; } = InlineContent.NameOf(Script.Span);

    /// <summary>What a package is called there and in its variable: <c>{application}_{version}</c>, with underscores for dots and hyphens (FACTS C.4).</summary>
    public static string NameOf(PackageReference package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return $"{package.ApplicationId}_{package.Version}".Replace('.', '_').Replace('-', '_');
    }

    /// <summary>Where a package's zip lies in the working directory.</summary>
    public static string ZipPath(PackageReference package) => $".autobatch/{NameOf(package)}.zip";

    /// <summary>What goes before the task's own command line.</summary>
    public static string Before(IEnumerable<PackageReference> packages) => $"/bin/sh {ScriptPath} {string.Join(' ', packages.Select(NameOf))} -- ";

    private static byte[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Autobatch.Packages.run-with-packages.sh")
            ?? throw new InvalidOperationException("The assembly lacks its script.");
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
