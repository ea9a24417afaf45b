using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Autobatch.Testing.Contract;

/// <summary>Compares JSON with a model: required properties, unknown ones, types, enums and how values are written on the wire.</summary>
/// <param name="plane">Where models are looked up.</param>
/// <param name="isRequest">A request need not have what only the service knows, and an answer never has a password (FACTS R.3).</param>
/// <param name="report">Is told each fault, with the place of the value.</param>
internal sealed partial class ShapeCheck(ServicePlane plane, bool isRequest, Action<string> report)
{
    /// <summary>What older versions have, and the emulator too: one model serves every version.</summary>
    private static readonly HashSet<string> s_older =
        ["authenticationTokenSettings", "certificateReferences", "applicationLicenses", "cloudServiceConfiguration", "targetNodeCommunicationMode", "currentNodeCommunicationMode", "resourceTags"];

    /// <summary>Checks an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="model">A name of a model.</param>
    /// <param name="place">For the report, for example <c>value[3].executionInfo</c>.</param>
    /// <param name="selected">The properties that were asked for; null for all.</param>
    public void Model(JsonElement value, string model, string place, IReadOnlyCollection<string>? selected = null)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            report($"{place} is {value.ValueKind}, not a {model}");
            return;
        }

        Dictionary<string, ServiceProperty> known = plane.Models[model];
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Name.StartsWith("odata.", StringComparison.Ordinal))
            {
                continue;
            }
            if (!known.TryGetValue(property.Name, out ServiceProperty? described))
            {
                if (!s_older.Contains(property.Name))
                {
                    report($"{place}.{property.Name} is not in {model}");
                }
            }
            else if (selected is not null && !selected.Contains(property.Name))
            {
                report($"{place}.{property.Name} was not selected");
            }
            else
            {
                Property(property.Value, described, $"{place}.{property.Name}");
            }
        }
        foreach (ServiceProperty required in known.Values.Where(p => (isRequest ? !p.ReadOnly : p.Name != "password") && p.Required && (selected is null || selected.Contains(p.Name))))
        {
            if (!value.TryGetProperty(required.Name, out _))
            {
                report($"{place}.{required.Name} is missing");
            }
        }
    }

    private void Property(JsonElement value, ServiceProperty described, string place)
    {
        if (value.ValueKind == JsonValueKind.Null && (!described.Required || isRequest))
        {
            if (!isRequest)
            {
                report($"{place} is null, where the service leaves a property out");
            }
        }
        else if (!described.IsArray)
        {
            One(value, described.Type, place);
        }
        else if (value.ValueKind != JsonValueKind.Array)
        {
            report($"{place} is {value.ValueKind}, not an array");
        }
        else
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                One(item, described.Type, $"{place}[{index++}]");
            }
        }
    }

    private void One(JsonElement value, string type, string place)
    {
        if (plane.Models.ContainsKey(type))
        {
            Model(value, type, place);
        }
        else if (plane.Enums.TryGetValue(type, out HashSet<string>? values))
        {
            if (value.ValueKind != JsonValueKind.String || !values.Contains(value.GetString()!))
            {
                report($"{place} is {value.GetRawText()}, which {type} has not");
            }
        }
        else if (!IsOf(value, type))
        {
            report($"{place} is {value.GetRawText()}, not {type}");
        }
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "any" => true,
        "map" => value.ValueKind == JsonValueKind.Object,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "int64" => value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "date-time" => value.ValueKind == JsonValueKind.String && DateTimeText().IsMatch(value.GetString()!),
        "duration" => value.ValueKind == JsonValueKind.String && DurationText().IsMatch(value.GetString()!),
        _ => throw new InvalidOperationException($"The table has the unknown type {type}."),
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$", RegexOptions.CultureInvariant)]
    private static partial Regex DateTimeText();

    [GeneratedRegex(@"^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationText();
}
