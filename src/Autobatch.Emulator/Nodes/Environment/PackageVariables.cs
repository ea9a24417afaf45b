using System.Text.RegularExpressions;

namespace Autobatch.Emulator.Nodes.Environment;

/// <summary>
/// Names of the variables that lead a task to an unpacked package (FACTS C.4). The documentation and users' reports
/// contradict each other about the case of the id on Linux, so both forms are set.
/// </summary>
internal static partial class PackageVariables
{
    private const string Prefix = "AZ_BATCH_APP_PACKAGE_";

    /// <summary>Names for one package; without a version asked for, also the names without a version.</summary>
    public static IReadOnlyList<string> Names(string applicationId, string version, bool versionAsked)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Add(applicationId + "_" + version);
        if (!versionAsked) Add(applicationId);
        return [.. names];

        void Add(string suffix)
        {
            string flat = Separators().Replace(suffix, "_");
            names.Add(Prefix + flat);
            // Ids are ASCII, and it is the lower-cased form that real nodes show.
#pragma warning disable CA1308
            names.Add(Prefix + flat.ToLowerInvariant());
#pragma warning restore CA1308
        }
    }

    [GeneratedRegex("[.#-]")]
    private static partial Regex Separators();
}
