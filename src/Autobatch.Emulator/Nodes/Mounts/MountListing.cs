using Autobatch.Emulator.Nodes.Transfers;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>What a file or blob was when both were the same.</summary>
/// <param name="ETag">Of the blob, in quotes.</param>
/// <param name="Length">Of the file, in bytes.</param>
/// <param name="Time">Of the file's last change, in ticks.</param>
/// <param name="Folder">A blob that stands for a folder.</param>
internal readonly record struct MountVersion(string ETag, long Length, long Time, bool Folder);

/// <summary>A container as it is to be seen through a mount.</summary>
/// <param name="Blobs">By their names as paths; the time is the blob's.</param>
/// <param name="Folders">Every folder that a blob is in.</param>
/// <param name="Skipped">Names of blobs that cannot be shown.</param>
internal sealed record MountListing(IReadOnlyDictionary<string, MountVersion> Blobs, IReadOnlySet<string> Folders, IReadOnlyList<string> Skipped)
{
    /// <summary>A name that leads out of the folder or is no path is skipped, and so is a blob whose name is a folder of others.</summary>
    public static MountListing Of(IEnumerable<BlobItem> items)
    {
        var blobs = new Dictionary<string, MountVersion>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        List<string> skipped = [];
        foreach (BlobItem item in items)
        {
            bool folder = ContainerListing.IsFolder(item);
            string path = folder ? item.Name.TrimEnd('/') : item.Name;
            if (!MountName.IsPath(path))
            {
                skipped.Add(item.Name);
                continue;
            }

            foreach (string above in MountName.Folders(path))
            {
                if (!folders.Add(above)) break;
            }

            // "a/" and a marker "a" are one folder.
            if (folder && path != item.Name) folders.Add(path);
            else blobs[path] = new(Quoted($"{item.Properties.ETag}"), item.Properties.ContentLength ?? 0, item.Properties.LastModified?.UtcTicks ?? 0, folder);
        }

        foreach (string hidden in blobs.Where(blob => !blob.Value.Folder && folders.Contains(blob.Key)).Select(blob => blob.Key).ToList())
        {
            blobs.Remove(hidden);
            skipped.Add(hidden);
        }

        return new(blobs, folders, skipped);
    }

    /// <summary>Lists write ETags without the quotes that headers have.</summary>
    public static string Quoted(string tag) => $"\"{tag.Trim('"')}\"";
}
