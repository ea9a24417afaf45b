using System.Security.Cryptography;

namespace Autobatch.Azurite;

/// <summary>
/// Where Azurite is installed: <c>src/Autobatch.Azurite/npm</c> when we run from the source tree, so that a clone installs once and a deleted clone
/// leaves nothing behind; otherwise a folder of the user, made from the files that this assembly carries.
/// </summary>
internal static class InstallFolder
{
    private static readonly string[] Files = ["package.json", "package-lock.json", ".npmrc", "launch.cjs", "serve.cjs", "full-disk.cjs"];

    public static string Locate(string startFolder)
    {
        for (DirectoryInfo? folder = new(startFolder); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "src", "Autobatch.Azurite", "npm");
            if (File.Exists(Path.Combine(candidate, "serve.cjs")) && File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
            {
                return candidate;
            }
        }

        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "autobatch", "azurite");
    }

    /// <summary>Writes the files that this assembly carries, unless they are there with the same content (they are, in the source tree).</summary>
    public static void WriteFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string name in Files)
        {
            byte[] content = Resource(name);
            string path = Path.Combine(folder, name);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            {
                string temporary = path + ".new";
                File.WriteAllBytes(temporary, content);
                File.Move(temporary, path, overwrite: true);
            }
        }
    }

    /// <summary>What the marker of a finished install must say: the digest of the lock file.</summary>
    public static string ExpectedMarker() => Convert.ToHexStringLower(SHA256.HashData(Resource("package-lock.json")));

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(InstallFolder).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly does not carry {name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
