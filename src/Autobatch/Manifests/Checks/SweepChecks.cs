using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Placeholders;
using Autobatch.Planning;
using Autobatch.Planning.Sweeps;

namespace Autobatch.Manifests.Checks;

/// <summary>What can be said about a factory's tasks before parameters have values and files are listed.</summary>
internal static class SweepChecks
{
    public static bool IsSweep(JsonElement factory) =>
        string.Equals(factory.GetProperty("type").GetString(), "parametricSweep", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many dimensions the factory's tasks have values of; 0 when it is no sweep.</summary>
    public static int Dimensions(JsonElement factory) => IsSweep(factory) ? factory.GetProperty("parameterSets").GetArrayLength() : 0;

    public static void Check(JsonElement root, ManifestErrors errors)
    {
        if (!root.TryGetProperty("taskFactory", out JsonElement factory))
        {
            return;
        }

        if (!IsSweep(factory))
        {
            FactoryDependencies.Check(root, null, errors);
            return;
        }

        int index = 0;
        foreach (JsonElement set in factory.GetProperty("parameterSets").EnumerateArray())
        {
            foreach (JsonProperty bound in set.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
            {
                IntegerParameter(root, bound, $"/taskFactory/parameterSets/{index}/{bound.Name}", errors);
            }

            index++;
        }

        if (new SweepReader(null, errors).Read(factory) is { } sweep)
        {
            FactoryDependencies.Check(root, sweep, errors);
        }
    }

    private static void IntegerParameter(JsonElement root, JsonProperty bound, string pointer, ManifestErrors errors)
    {
        string name = PlaceholderNames.Parameter(bound.Value.GetString()![1..^1])!;
        if (root.TryGetProperty("parameters", out JsonElement parameters) && parameters.TryGetProperty(name, out JsonElement declaration)
            && !string.Equals(declaration.GetProperty("type").GetString(), "integer", StringComparison.OrdinalIgnoreCase))
        {
            errors.AtValue(ErrorCodes.InvalidParameter, pointer, $"'{bound.Name}' is a number, so parameter '{name}' must be of type integer.");
        }
    }
}
