using System.IO.Hashing;
using System.Text;

namespace Autobatch.Functions.Api.Outputs;

/// <summary>
/// Names for a zip's entries that every system can unpack and none unpacks outside of its folder: no absolute names, no dot segments, no
/// characters or names that Windows refuses, nothing twice (letter case does not count), no file where another entry wants a folder.
/// It keeps 8 bytes for each name; should two hashes meet, an entry gets a number that it did not need.
/// </summary>
internal sealed class ZipNames
{
    private const int MostCharacters = 200;
    private static readonly HashSet<string> s_devices = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"com{n}", $"lpt{n}"])], StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<ulong> _files = [];
    private readonly HashSet<ulong> _folders = [];

    /// <summary>The entry's name for a blob's name below the run's folder.</summary>
    public string Take(string path)
    {
        string[] parts = [.. path.Split('/', '\\').Where(p => p is not ("" or "." or "..")).Select(Safe)];
        string folder = "";
        foreach (string part in parts.SkipLast(1))
        {
            folder = Free(folder, part, name => !_files.Contains(Hash(name)));
            _folders.Add(Hash(folder));
            folder += "/";
        }

        string file = Free(folder, parts is [.., { } last] ? last : "_", name => !_folders.Contains(Hash(name)) && !_files.Contains(Hash(name)));
        _files.Add(Hash(file));
        return file;
    }

    private static string Free(string folder, string name, Func<string, bool> isFree)
    {
        string candidate = folder + name;
        for (int n = 2; !isFree(candidate); n++)
        {
            string extension = Path.GetExtension(name);
            candidate = $"{folder}{name[..^extension.Length]} ({n}){extension}";
        }

        return candidate;
    }

    private static string Safe(string part)
    {
        StringBuilder safe = new(Math.Min(part.Length, MostCharacters));
        foreach (Rune rune in part.EnumerateRunes())
        {
            if (safe.Length >= MostCharacters)
            {
                break;
            }

            bool refused = Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is ':' or '*' or '?' or '"' or '<' or '>' or '|';
            safe.Append(refused ? "_" : rune.ToString());
        }

        string name = safe.ToString().TrimEnd('.', ' ');
        return name.Length == 0 ? "_" : s_devices.Contains(name.Split('.')[0].TrimEnd()) ? $"_{name}" : name;
    }

    // Systems that compare names without regard to case or composition must not see two names as one.
    private static ulong Hash(string name) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name.Normalize().ToUpperInvariant()));
}
