using System.Globalization;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;

namespace Autobatch.Planning.Sweeps;

/// <summary>Reads <c>parameterSets</c>. The manifest's reader does so before parameters have values, the planner when they have.</summary>
internal sealed class SweepReader(PlaceholderValues? values, ManifestErrors errors)
{
    private const string Pointer = "/taskFactory/parameterSets";

    /// <summary>The sweep; null when it has faults (which are reported) or rests on values that are not known yet.</summary>
    public Sweep? Read(JsonElement factory)
    {
        List<SweepDimension> dimensions = [];
        bool known = true;
        int index = 0;
        foreach (JsonElement set in factory.GetProperty("parameterSets").EnumerateArray())
        {
            if (Dimension(set, $"{Pointer}/{index++}") is { } dimension)
            {
                dimensions.Add(dimension);
            }
            else
            {
                known = false;
            }
        }

        if (Sweep.Product(dimensions) > Sweep.MaxTasks)
        {
            errors.AtValue(ErrorCodes.TooManyTasks, Pointer, $"The sweep makes more than {Sweep.MaxTasks} tasks; let each task do more, or sweep in several runs.");
            return null;
        }

        return known ? new Sweep(dimensions) : null;
    }

    private SweepDimension? Dimension(JsonElement set, string pointer)
    {
        if (set.TryGetProperty("values", out JsonElement list))
        {
            return Values(list, pointer + "/values");
        }

        long? start = Number(set, "start", pointer);
        long? end = Number(set, "end", pointer);
        long? step = set.TryGetProperty("step", out _) ? Number(set, "step", pointer) : 1;
        if (step == 0)
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer + "/step", "'step' must not be 0.");
            return null;
        }

        if (start is not { } first || end is not { } last || step is not { } by)
        {
            return null;
        }

        SweepDimension dimension = new(first, last, by);
        if (dimension.Count == 0)
        {
            string mend = by > 0 ? "give a step below 0 to count down" : "give a step above 0 to count up";
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"From {first} to {last} by {by} there is no number; {mend}.");
            return null;
        }

        return dimension;
    }

    private SweepDimension? Values(JsonElement list, string pointer)
    {
        string[] texts = [.. list.EnumerateArray().Select(v => PlaceholderValues.AsText(v)).Select(t => values is null ? t : values.Expand(t))];
        HashSet<string> seen = new(StringComparer.Ordinal);
        int twice = Array.FindIndex(texts, t => !seen.Add(t));
        if (twice >= 0)
        {
            errors.AtValue(ErrorCodes.InvalidValue, $"{pointer}/{twice}", $"The value '{texts[twice]}' is given twice, which would make the same tasks twice; remove one.");
            return null;
        }

        return new SweepDimension(texts);
    }

    private long? Number(JsonElement set, string name, string pointer)
    {
        JsonElement value = set.GetProperty(name);
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetInt64();
        }

        if (values is null)
        {
            return null;
        }

        string text = values.Expand(value.GetString()!);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        errors.AtValue(ErrorCodes.InvalidValue, $"{pointer}/{name}", $"With its parameter filled in, '{name}' is {text}; a 32-bit integer is needed.");
        return null;
    }
}
