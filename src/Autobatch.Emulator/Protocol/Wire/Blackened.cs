using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Protocol.Wire;

/// <summary>Writes what others may read: in the place of each secret stand three stars, or nothing inside of its braces.</summary>
internal static partial class Blackened
{
    private const string Stars = "***";

    /// <summary>Signatures of URLs and keys of connection strings, wherever they stand in a text.</summary>
    public static string Text(string text) => SignatureOrKey().Replace(text, Stars);

    /// <summary>A body.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">What was sent or answered.</param>
    /// <param name="parent">The property that has the value.</param>
    public static void Write(Utf8JsonWriter writer, JsonElement value, string parent = "")
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (Secrets.Has(property.Name) || IsKey(parent, property.Name))
                    {
                        WriteStars(writer, property.Value.ValueKind);
                    }
                    else
                    {
                        Write(writer, property.Value, property.Name);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, parent);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>What lists of keys and tokens answer: the keys of a Batch account, those of a storage account, a token.</summary>
    private static bool IsKey(string parent, string name) => name is "primary" or "secondary" or "access_token" || (parent, name) is ("keys", "value");

    private static void WriteStars(Utf8JsonWriter writer, JsonValueKind kind)
    {
        switch (kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(Stars);
                break;
        }
    }

    [GeneratedRegex("""(?<=(\b|%3F|%26)sig(=|%3D)|AccountKey=)[^&;"'\s]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SignatureOrKey();
}
