using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Manifests.Checks;
using Autobatch.Text;

namespace Autobatch.Planning;

/// <summary>Gives every declared parameter its value: the one sent, else the default.</summary>
internal static class ParameterValues
{
    public static IReadOnlyDictionary<string, string> Resolve(JobManifest manifest, IReadOnlyDictionary<string, JsonElement> given, ManifestErrors errors)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        Dictionary<string, JsonElement> declared = manifest.Root.TryGetProperty("parameters", out JsonElement parameters)
            ? parameters.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
            : [];
        foreach ((string name, JsonElement declaration) in declared)
        {
            string pointer = JsonPointer.Append("/parameters", name);
            if (given.TryGetValue(name, out JsonElement value))
            {
                if (SecretChecks.Holds(PlaceholderValues.AsText(value)))
                {
                    errors.AtName(
                        ErrorCodes.SecretInManifest, pointer, $"The value given for parameter '{name}' holds a credential: a SAS signature or an account key. {SecretChecks.Mend}");
                    continue;
                }

                if (ParameterRules.Fault(declaration, value) is { } fault)
                {
                    errors.AtName(ErrorCodes.InvalidParameter, pointer, $"The value given for parameter '{name}' {fault}.");
                    continue;
                }
            }
            else if (!declaration.TryGetProperty("default", out value))
            {
                errors.AtName(ErrorCodes.MissingParameter, pointer, $"Parameter '{name}' has no default and no value was given.");
                continue;
            }

            values[name] = PlaceholderValues.AsText(value);
        }

        foreach (string name in given.Keys.Where(n => !declared.ContainsKey(n)))
        {
            if (SecretChecks.Holds(name))
            {
                // The name would be part of the message.
                errors.AtValue(ErrorCodes.SecretInManifest, "", $"The name of a value given holds a credential. {SecretChecks.Mend}");
                continue;
            }

            string? nearest = NearestName.Find(name, declared.Keys);
            errors.AtValue(ErrorCodes.UnknownParameter, "", $"A value was given for '{name}', which the manifest does not declare.", nearest);
        }

        return values;
    }
}
