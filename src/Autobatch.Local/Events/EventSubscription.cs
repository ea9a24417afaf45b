using Autobatch.Azurite;

namespace Autobatch.Local.Events;

/// <summary>A function that wants a container's blobs.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Path">The trigger's pattern, <c>jobs/{name}.job.json</c> for example.</param>
internal sealed record EventSubscription(string Function, string Path)
{
    /// <summary>Whether the blob may concern the function; its door then matches the whole pattern.</summary>
    public bool Concerns(BlobWritten written)
    {
        int brace = Path.IndexOf('{', StringComparison.Ordinal);
        string blob = $"{written.Container}/{written.Name}";
        return brace < 0 ? blob == Path : blob.StartsWith(Path[..brace], StringComparison.Ordinal);
    }
}
