using System.Globalization;
using System.Text;
using Autobatch.Errors;

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>What a zip is refused for, by name.</summary>
internal static class ZipFaults
{
    private const int LongestShown = 200;

    public static FaultException Corrupt(string what) => new(ErrorCodes.CorruptPackage, what);

    public static FaultException Bomb(string what) => new(ErrorCodes.PackageBomb, what);

    public static FaultException Unsupported(string what) => new(ErrorCodes.UnsupportedPackage, what);

    public static FaultException Encrypted(ZipEntry entry) => new(ErrorCodes.EncryptedPackage, $"The entry {Show(entry.Name)} is encrypted; nodes cannot unpack it.");

    public static FaultException Unsafe(string name, string why) => new(ErrorCodes.UnsafePackagePath, $"The entry {Show(name)} {why}.");

    public static FaultException Twice(ZipEntry entry, string why) => new(ErrorCodes.DuplicatePackageEntry, $"The entry {Show(entry.Name)} {why}.");

    /// <summary>A name for people: quoted, cut, without control characters.</summary>
    public static string Show(string name)
    {
        StringBuilder shown = new("'");
        foreach (char c in name.Length > LongestShown ? name[..LongestShown] : name)
        {
            _ = char.IsControl(c) || char.IsSurrogate(c) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : shown.Append(c);
        }

        return shown.Append(name.Length > LongestShown ? "…'" : "'").ToString();
    }
}
