using System.Text.Json;
using System.Xml;
using Autobatch.Errors;

namespace Autobatch.Manifests.Checks;

/// <summary>Durations that we reckon with must fit a time span.</summary>
internal static class DurationChecks
{
    public static void Check(JsonElement value, string pointer, ManifestErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    string inner = JsonPointer.Append(pointer, property.Name);
                    if (property.Name is "maxWallClockTime" or "retentionTime" && property.Value.ValueKind == JsonValueKind.String)
                    {
                        Duration(property.Value.GetString()!, inner, errors);
                    }
                    else if (pointer.Length > 0 || property.Name != "parameters")
                    {
                        Check(property.Value, inner, errors);
                    }
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Check(item, JsonPointer.Append(pointer, index++), errors);
                }

                break;
            default:
                break;
        }
    }

    private static void Duration(string text, string pointer, ManifestErrors errors)
    {
        try
        {
            _ = XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"The duration '{text}' is too long; leave it out for no limit.");
        }
    }
}
