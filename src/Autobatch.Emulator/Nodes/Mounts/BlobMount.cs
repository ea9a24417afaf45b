using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>A container that the nodes of a pool mount (REST AzureBlobFileSystemConfiguration). Has secrets: never log it.</summary>
/// <param name="Index">Which of the pool's mounts.</param>
/// <param name="AccountName">Storage account.</param>
/// <param name="ContainerName">Container.</param>
/// <param name="RelativeMountPath">Below AZ_BATCH_NODE_MOUNTS_DIR, checked by <see cref="DataPlane.MountRules"/>.</param>
/// <param name="Sent">When the pool was given it.</param>
internal sealed record BlobMount(int Index, string AccountName, string ContainerName, string RelativeMountPath, DateTimeOffset Sent)
{
    /// <summary>Key of the storage account; exactly one of this, <see cref="SasKey"/> and <see cref="Identity"/> is given.</summary>
    public string? AccountKey { get; init; }

    /// <summary>A SAS, with or without its question mark.</summary>
    public string? SasKey { get; init; }

    /// <summary>An identity of the pool.</summary>
    public IdentityReference? Identity { get; init; }

    /// <summary>Whether nothing is ever sent back.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What a checked pool mounts.</summary>
    /// <param name="pool">The pool's body.</param>
    /// <param name="sent">When it was sent.</param>
    public static IReadOnlyList<BlobMount> Of(JsonElement pool, DateTimeOffset sent) =>
        [.. pool.Property("mountConfiguration").Items().Select((item, i) => Read(item.GetProperty("azureBlobFileSystemConfiguration"), i, sent))];

    private static BlobMount Read(JsonElement mount, int index, DateTimeOffset sent) => new(
        index, mount.GetProperty("accountName").GetString()!, mount.GetProperty("containerName").GetString()!, mount.GetProperty("relativeMountPath").GetString()!, sent)
    {
        AccountKey = mount.Property("accountKey")?.GetString(),
        SasKey = mount.Property("sasKey")?.GetString(),
        Identity = mount.Property("identityReference")?.Property("resourceId")?.GetString() is { } identity ? new(identity) : null,
        ReadOnly = IsReadOnly(mount.Property("blobfuseOptions")?.GetString() ?? ""),
    };

    /// <summary>mount's -o ro, also among other options of one -o, and the word of blobfuse.</summary>
    private static bool IsReadOnly(string options)
    {
        string[] words = options.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Any(word => word is "--read-only" or "--read-only=true")
            || words.Where((word, i) => i > 0 && words[i - 1] == "-o").Concat(words.Where(word => word.StartsWith("-o", StringComparison.Ordinal)).Select(word => word[2..]))
                .Any(list => list.Split(',').Contains("ro"));
    }
}
