using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning;

namespace Autobatch.Staging;

/// <summary>
/// <c>resourceFiles[].content</c>: text that becomes a blob named by its SHA-256, so that the same text is written once, whoever's run brings it.
/// </summary>
public static class InlineContent
{
    /// <summary>The most bytes that one content may have as UTF-8, its placeholders filled in.</summary>
    public const int MaxBytes = 65_536;

    private const string Property = "content";

    /// <summary>The name of the blob with this content: 64 hex digits.</summary>
    public static string NameOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Every content of a run by its blob's name, each once.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach ((_, JsonElement file) in ResourceFileWalk.Of(plan.Manifest.Root))
        {
            if (file.TryGetProperty(Property, out JsonElement content))
            {
                byte[] bytes = Bytes(content, plan.Values);
                contents[NameOf(bytes)] = bytes;
            }
        }

        return contents;
    }

    /// <summary>The name of one content's blob.</summary>
    internal static string NameOf(JsonElement content, PlaceholderValues values) => NameOf(Bytes(content, values));

    /// <summary>Refuses contents that are too large once their placeholders are filled in.</summary>
    internal static void Check(JsonElement root, PlaceholderValues values, ManifestErrors errors)
    {
        foreach ((string pointer, JsonElement file) in ResourceFileWalk.Of(root))
        {
            if (file.TryGetProperty(Property, out JsonElement content) && Bytes(content, values).Length is var bytes and > MaxBytes)
            {
                errors.AtValue(
                    ErrorCodes.InvalidValue, $"{pointer}/{Property}",
                    $"The content has {bytes} bytes; at most {MaxBytes} are taken. Upload it as a blob and name its container.");
            }
        }
    }

    private static byte[] Bytes(JsonElement content, PlaceholderValues values) => Encoding.UTF8.GetBytes(values.Expand(content.GetString()!));
}
