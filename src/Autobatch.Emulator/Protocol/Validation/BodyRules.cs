using System.Collections.Frozen;
using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Protocol.Validation;

/// <summary>The JSON type of a property.</summary>
internal enum JsonType
{
    Text,
    Integer,
    Number,
    Flag,
    Object,
    Array,
}

/// <summary>One property that a body may have.</summary>
/// <param name="Name">Its name; case matters.</param>
/// <param name="Type">Its type.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Check">Throws when the value is wrong; gets the value and its path.</param>
internal sealed record PropertyRule(string Name, JsonType Type, bool Required = false, Action<JsonElement, string>? Check = null);

/// <summary>What a body may and must have at its top level; nested rules hang below.</summary>
/// <param name="type">Name of the type, for messages.</param>
/// <param name="rules">All its properties.</param>
internal sealed class BodyRules(string type, params PropertyRule[] rules)
{
    private readonly FrozenDictionary<string, PropertyRule> _rules = rules.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>Every property.</summary>
    public IEnumerable<PropertyRule> Rules => _rules.Values;

    /// <summary>Throws on the first thing that is wrong, naming it.</summary>
    public void Check(JsonElement body, string path = "")
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Errors.InvalidRequestBody.With(("Reason", path.Length == 0 ? "The request body must be a JSON object." : $"'{path}' must be a JSON object."));
        }

        foreach (var property in body.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!_rules.TryGetValue(property.Name, out var rule))
            {
                throw Errors.InvalidRequestBody.With(
                    ("Reason", $"The property '{name}' does not exist on type '{type}'. Make sure to only use property names that are defined by the type."));
            }

            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                RequireType(property.Value, rule.Type, name);
                rule.Check?.Invoke(property.Value, name);
            }
        }

        foreach (var rule in rules)
        {
            if (rule.Required && body.Property(rule.Name) is null)
            {
                throw Errors.MissingRequiredProperty.With(("PropertyName", path.Length == 0 ? rule.Name : $"{path}.{rule.Name}"));
            }
        }
    }

    private static void RequireType(JsonElement value, JsonType type, string name)
    {
        var fits = type switch
        {
            JsonType.Text => value.ValueKind == JsonValueKind.String,
            JsonType.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            JsonType.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number),
            JsonType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            JsonType.Object => value.ValueKind == JsonValueKind.Object,
            _ => value.ValueKind == JsonValueKind.Array,
        };
        if (!fits)
        {
            var wanted = type switch { JsonType.Text => "a string", JsonType.Integer => "a 32-bit integer", JsonType.Number => "a number", JsonType.Flag => "a boolean", JsonType.Object => "an object", _ => "an array" };
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), $"The value must be {wanted}.");
        }
    }
}
