using System.Reflection;
using System.Security.Cryptography;

namespace Autobatch.Functions.Dashboard;

/// <summary>The files of the page, as the build has put them into the assembly, each with its compressed forms.</summary>
internal static class DashboardFiles
{
    public const string Page = "index.html";
    private const string Prefix = "dashboard/";

    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private static readonly Dictionary<string, DashboardFile> s_files = Read();

    /// <summary>A file by its name; null when there is none.</summary>
    public static DashboardFile? Find(string name) => s_files.GetValueOrDefault(name);

    private static Dictionary<string, DashboardFile> Read()
    {
        Assembly assembly = typeof(DashboardFiles).Assembly;
        Dictionary<string, byte[]> contents = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(n => n[Prefix.Length..], n => Bytes(assembly, n), StringComparer.Ordinal);
        return contents
            .Where(c => s_types.ContainsKey(Path.GetExtension(c.Key)))
            .ToDictionary(
                c => c.Key,
                c => new DashboardFile(
                    s_types[Path.GetExtension(c.Key)], $"\"{Convert.ToHexStringLower(SHA256.HashData(c.Value))[..32]}\"", c.Value, contents[c.Key + ".br"], contents[c.Key + ".gz"]),
                StringComparer.Ordinal);
    }

    private static byte[] Bytes(Assembly assembly, string name)
    {
        using Stream resource = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
