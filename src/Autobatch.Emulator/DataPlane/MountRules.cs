using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes.Files;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a pool may mount: containers, of which each node has a copy. Other file systems would need rights of the machine that nodes do not have here.</summary>
internal static class MountRules
{
    /// <summary>Mounts of a node (FACTS C.9).</summary>
    private const int Most = 10;

    private static readonly string[] s_credentials = ["accountKey", "sasKey", "identityReference"];

    private static readonly BodyRules s_blobs = new(
        "AzureBlobFileSystemConfiguration",
        new("accountName", Text, Required: true, Checks.Length(24, 3)),
        new("containerName", Text, Required: true, ContainerName),
        new("accountKey", Text, Check: Secret),
        new("sasKey", Text, Check: Secret),
        CommonRules.IdentityReference,
        new("blobfuseOptions", Text, Check: Checks.Length(4096)),
        new("relativeMountPath", Text, Required: true, RelativePath));

    private static readonly BodyRules s_mount = new(
        "MountConfiguration",
        new("azureBlobFileSystemConfiguration", JsonType.Object, Required: true, s_blobs.Check),
        new("azureFileShareConfiguration", JsonType.Object, Check: Unsupported),
        new("cifsMountConfiguration", JsonType.Object, Check: Unsupported),
        new("nfsMountConfiguration", JsonType.Object, Check: Unsupported));

    /// <summary>The mountConfiguration of a pool.</summary>
    public static void Check(JsonElement value, string name) => Check(value, name, fewestCredentials: 1);

    /// <summary>The same as it is read, and written back where it cannot change.</summary>
    public static void CheckWithoutSecrets(JsonElement value, string name) => Check(value, name, fewestCredentials: 0);

    private static void Check(JsonElement value, string name, int fewestCredentials)
    {
        if (value.GetArrayLength() > Most)
        {
            throw Errors.InvalidPropertyValue.Property(name, null, $"A pool has at most {Most} mounts.");
        }

        List<string> paths = [];
        foreach (var item in value.EnumerateArray())
        {
            var path = $"{name}[{paths.Count}]";
            s_mount.Check(item, path);
            var mount = item.GetProperty("azureBlobFileSystemConfiguration");
            var credentials = Credentials(mount);
            if (credentials > 1 || credentials < fewestCredentials)
            {
                throw Errors.InvalidPropertyValue.Property($"{path}.azureBlobFileSystemConfiguration", null, "Exactly one of accountKey, sasKey and identityReference must be given.");
            }

            var folder = mount.GetProperty("relativeMountPath");
            if (paths.Any(other => IsWithin(other, folder.GetString()!) || IsWithin(folder.GetString()!, other)))
            {
                throw Errors.InvalidPropertyValue.Property($"{path}.azureBlobFileSystemConfiguration.relativeMountPath", Checks.Shown(folder), "No mount may be at or below the path of another.");
            }

            paths.Add(folder.GetString()!);
        }
    }

    /// <summary>Nodes that are there keep what they have mounted.</summary>
    public static void RequireEmpty(PoolEntry pool, PoolRecord changed)
    {
        var (before, after) = (pool.Record.Definition.Property("mountConfiguration"), changed.Definition.Property("mountConfiguration"));
        var same = before is { } old && after is { } given ? JsonElement.DeepEquals(old, given) : !before.Items().Any() && !after.Items().Any();
        if (!same && pool.Nodes.Count > 0)
        {
            throw Errors.OperationInvalidForCurrentState.With(("Reason", "mountConfiguration can only be changed while the pool has no nodes."));
        }
    }

    private static int Credentials(JsonElement mount) => s_credentials.Count(name => mount.Property(name) is not null);

    private static bool IsWithin(string folder, string path) => path == folder || SafePath.IsUnder(folder, path);

    private static void Unsupported(JsonElement value, string name) =>
        throw Errors.UnsupportedProperty.With(("PropertyName", name), ("Reason", "The emulator mounts containers only (azureBlobFileSystemConfiguration): it has no file shares, and mounting a network file system needs rights that its nodes do not have."));

    private static void ContainerName(JsonElement value, string name)
    {
        var text = value.GetString()!;
        if (text.Length is < 3 or > 63 || !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '$'))
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "The value must be the name of a container.");
        }
    }

    /// <summary>Never repeated in the error.</summary>
    private static void Secret(JsonElement value, string name)
    {
        if (value.GetString()!.Length is 0 or > 4096)
        {
            throw Errors.InvalidPropertyValue.Property(name, null, "The value must have 1 to 4096 characters.");
        }
    }

    private static void RelativePath(JsonElement value, string name)
    {
        var text = value.GetString()!;
        if (text.Length > 200 || !text.Split('/').All(segment => segment is not ("" or "." or "..") && !segment.AsSpan().ContainsAny('\\', '\0')))
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "The value must be a relative path of at most 200 characters, without '..' and without an empty part.");
        }
    }
}
