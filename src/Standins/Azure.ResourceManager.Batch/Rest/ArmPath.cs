using System.Text;
using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>The path of a resource: an id's segments and more, each percent-encoded, so that no name can lead to another resource.</summary>
internal static class ArmPath
{
    /// <exception cref="ArgumentException">A segment is empty or a dot segment.</exception>
    public static string Of(ResourceIdentifier id, params ReadOnlySpan<string> more)
    {
        var path = new StringBuilder();
        foreach (string segment in id.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries))
            Append(path, segment);
        foreach (string segment in more)
            Append(path, segment);
        return path.ToString();
    }

    private static void Append(StringBuilder path, string segment)
    {
        if (string.IsNullOrEmpty(segment) || segment is "." or "..")
            throw new ArgumentException($"'{segment}' cannot be the name of a Batch resource.", nameof(segment));
        path.Append('/').Append(Uri.EscapeDataString(segment));
    }
}
