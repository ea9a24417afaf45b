using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Errors;

namespace Autobatch.Manifests.Checks;

/// <summary>
/// Refuses manifests that hold a credential: manifests are kept, copied and shown. It comes before every check that repeats text, and
/// repeats none itself.
/// </summary>
internal static partial class SecretChecks
{
    /// <summary>What to do instead, as the end of a message.</summary>
    public const string Mend = "Name the container (autoStorageContainerName, destination.autoStorage), or give an identityReference.";

    public static void Check(JsonElement root, ManifestErrors errors) => Walk(root, "", errors);

    /// <summary>Whether a text holds a credential.</summary>
    public static bool Holds(string text) => Secret().IsMatch(text);

    private static void Walk(JsonElement value, string pointer, ManifestErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    if (Secret().IsMatch(property.Name))
                    {
                        // The name would be part of its own pointer.
                        errors.AtValue(ErrorCodes.SecretInManifest, pointer, $"A property's name holds a credential. {Mend}");
                    }
                    else
                    {
                        Walk(property.Value, JsonPointer.Append(pointer, property.Name), errors);
                    }
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Walk(item, JsonPointer.Append(pointer, index++), errors);
                }

                break;
            case JsonValueKind.String when Secret().IsMatch(value.GetString()!):
                errors.AtValue(ErrorCodes.SecretInManifest, pointer, $"The text holds a credential: a SAS signature or an account key. {Mend}");
                break;
        }
    }

    // A signature is 44 characters of base64, some of them percent-encoded; a key is longer. Placeholders have braces and do not match.
    [GeneratedRegex("(?:[?&;]sig=|SharedAccessSignature=[^;]*sig=|AccountKey=|SharedAccessKey=)[A-Za-z0-9%+/_-]{20,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
