using System.Security.Cryptography;
using System.Text;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Name rules of applications and versions (FACTS C.7).</summary>
internal static class Names
{
    private const int MostCharacters = 64;

    /// <summary>Letters, digits, - and _.</summary>
    public static string Application(string name) => Require(name, "applicationName", c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>As an application's name, and dots except at the start.</summary>
    public static string Version(string name) =>
        name.StartsWith('.') ? throw Invalid(name, "versionName") : Require(name, "versionName", c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>
    /// The container of an application's packages: app-{name in lower case}-{32 hex digits}. What a container name may not have becomes
    /// a hyphen, and long names are cut; the digits keep it unique.
    /// </summary>
    public static string Container(string account, string application)
    {
        const int mostOfName = 63 - 4 - 1 - 32;
        var name = new StringBuilder();
        foreach (var c in application.ToLowerInvariant())
        {
            var safe = char.IsAsciiLetterOrDigit(c) ? c : '-';
            if (name.Length < mostOfName && !(safe == '-' && (name.Length == 0 || name[^1] == '-')))
            {
                name.Append(safe);
            }
        }

        var digits = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}/{application.ToLowerInvariant()}")))[..32];
        var middle = name.ToString().Trim('-');
        return middle.Length == 0 ? $"app-{digits}" : $"app-{middle}-{digits}";
    }

    private static string Require(string name, string parameter, Func<char, bool> allowed) =>
        name.Length is > 0 and <= MostCharacters && name.All(allowed) ? name : throw Invalid(name, parameter);

    private static BatchException Invalid(string name, string parameter) => ResourceManagerErrors.InvalidName.Property(
        parameter, name.Length <= 200 ? name : name[..200], $"A name has 1 to {MostCharacters} letters, digits, hyphens or underscores; versions may also have dots, but not first.");
}
