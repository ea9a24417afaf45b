using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;

namespace Autobatch.Manifests.Checks;

/// <summary>Declarations of parameters must agree with themselves.</summary>
internal static class ParameterChecks
{
    public static void Check(JsonElement root, ManifestErrors errors)
    {
        if (!root.TryGetProperty("parameters", out JsonElement parameters))
        {
            return;
        }

        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            string pointer = JsonPointer.Append("/parameters", parameter.Name);
            bool text = string.Equals(parameter.Value.GetProperty("type").GetString(), "string", StringComparison.OrdinalIgnoreCase);
            if (parameter.Value.TryGetProperty("pattern", out JsonElement pattern))
            {
                if (!text)
                {
                    errors.AtName(ErrorCodes.InvalidParameter, pointer + "/pattern", "A pattern is for parameters of type string only.");
                    continue;
                }

                if (ParameterRules.Pattern(pattern.GetString()!) is null)
                {
                    errors.AtValue(
                        ErrorCodes.InvalidParameter, pointer + "/pattern", "The pattern is no regular expression that can be matched in linear time (no lookarounds, no back-references).");
                    continue;
                }
            }

            if (parameter.Value.TryGetProperty("default", out JsonElement value) && ParameterRules.Fault(parameter.Value, value) is { } fault)
            {
                errors.AtValue(ErrorCodes.InvalidParameter, pointer + "/default", $"The default of parameter '{parameter.Name}' {fault}.");
            }
        }
    }
}
