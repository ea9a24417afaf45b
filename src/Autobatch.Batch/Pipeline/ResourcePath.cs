namespace Autobatch.Batch;

/// <summary>The path of a resource below the account's URL, each part percent-encoded whole, slashes of file paths too (FACTS A.1).</summary>
internal static class ResourcePath
{
    /// <exception cref="ArgumentException">A part is empty, or a dot segment, which would address another resource.</exception>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var path = new System.Text.StringBuilder();
        foreach (string part in parts)
        {
            if (string.IsNullOrEmpty(part) || part is "." or "..")
                throw new ArgumentException($"'{part}' is no id or file path of a Batch resource.", nameof(parts));
            path.Append('/').Append(Uri.EscapeDataString(part));
        }
        return path.ToString();
    }
}
