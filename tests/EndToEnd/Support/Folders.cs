using System.Security.Cryptography;

namespace Autobatch.EndToEnd.Support;

/// <summary>What lies below a folder, by relative name, as digests.</summary>
internal static class Folders
{
    public static SortedDictionary<string, string> Digests(string folder)
    {
        SortedDictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            digests[Path.GetRelativePath(folder, file)] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return digests;
    }
}
