using System.Buffers;
using Autobatch.Packages;

namespace Autobatch.Planning;

/// <summary>Rules for names that may hold placeholders, checked when these are filled in.</summary>
internal static class PlannedIds
{
    private static readonly SearchValues<char> s_container = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> s_id = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The rule for the value at <paramref name="pointer"/>; null when it is no such name.</summary>
    public static Func<string, string?>? Rule(string pointer)
    {
        string last = pointer[(pointer.LastIndexOf('/') + 1)..];
        return last switch
        {
            "autoStorageContainerName" or "containerName" => ContainerError,
            "poolId" => PoolError,
            "version" when pointer.Contains("/applications/", StringComparison.Ordinal)
                || pointer.Contains("/applicationPackageReferences/", StringComparison.Ordinal) => PackageName.VersionError,
            _ => null,
        };
    }

    private static string? ContainerError(string name) =>
        name.Length is < 3 or > 63 || name.AsSpan().ContainsAnyExcept(s_container) || name[0] == '-' || name[^1] == '-' || name.Contains("--", StringComparison.Ordinal)
            ? $"the container name '{name}' must be 3 to 63 lower-case letters, digits and single hyphens, beginning and ending with a letter or digit."
            : null;

    private static string? PoolError(string id) =>
        id.Length is 0 or > 64 || id.AsSpan().ContainsAnyExcept(s_id) ? $"the pool id '{id}' must be 1 to 64 letters, digits, underscores or hyphens." : null;
}
