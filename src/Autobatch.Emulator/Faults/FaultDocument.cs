using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.Faults;

/// <summary>Reads the document of all rules.</summary>
internal static class FaultDocument
{
    private const int MostRules = 1000;

    private static readonly BodyRules s_document = new("FaultDocument", new PropertyRule("rules", JsonType.Array, Required: true));

    /// <summary>The rules, none of which has acted yet.</summary>
    /// <exception cref="BatchException">Something is wrong; it is named.</exception>
    public static List<ActiveFault> Read(JsonElement document)
    {
        s_document.Check(document);
        List<ActiveFault> rules = [];
        foreach (var rule in document.Property("rules").Items().Take(MostRules + 1))
        {
            var path = $"rules[{rules.Count}]";
            var read = FaultKinds.Read(rule, path);
            var id = rule.Property("id")?.GetString() ?? (rules.Count + 1).ToString(CultureInfo.InvariantCulture);
            if (rules.Any(other => string.Equals(other.Id, id, StringComparison.OrdinalIgnoreCase)))
            {
                throw Errors.InvalidPropertyValue.Property($"{path}.id", id, "Another rule has this id.");
            }

            rules.Add(new(id, rule, read));
        }

        return rules.Count <= MostRules ? rules : throw Errors.InvalidPropertyValue.Property("rules", null, $"A document has at most {MostRules} rules.");
    }
}
