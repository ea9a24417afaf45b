using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Text;

namespace Autobatch.Manifests.Schema;

/// <summary>Judges JSON by a <see cref="SchemaNode"/> and says in words what is wrong.</summary>
/// <param name="errors">Where faults go.</param>
/// <param name="document">What the whole text is called.</param>
internal sealed class SchemaValidator(ManifestErrors errors, string document = "The manifest")
{
    /// <summary>Judges one value; faults go to the errors.</summary>
    public void Validate(SchemaNode node, JsonElement value, string pointer)
    {
        if (errors.IsFull)
        {
            return;
        }

        if (node.Not is { IsEmpty: true })
        {
            errors.AtName(ErrorCodes.PropertyNotAllowed, pointer, $"'{LastName(pointer)}' is not allowed here. {node.Description}");
            return;
        }

        if (node.Ref is { } target)
        {
            Validate(target, value, pointer);
        }

        if (node.AnyOf is [{ Type: not null }, ..])
        {
            ByType(node.AnyOf, value, pointer);
            return;
        }

        if (node.Type is { } type && !SchemaTypes.Is(type, value))
        {
            errors.AtValue(ErrorCodes.WrongType, pointer, $"{Subject(pointer)} must be {SchemaTypes.Name(type)}, not {SchemaTypes.NameOf(value)}.");
            return;
        }

        if (SchemaScalars.Fault(node, value) is { } fault)
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"{Subject(pointer)} {fault.Message}", fault.Suggestion);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(node, value, pointer);
                break;
            case JsonValueKind.Array:
                Array(node, value, pointer);
                break;
            default:
                break;
        }
    }

    // A choice between types: the value's own type says which one is meant.
    private void ByType(IReadOnlyList<SchemaNode> choices, JsonElement value, string pointer)
    {
        if (choices.FirstOrDefault(n => SchemaTypes.Is(n.Type!, value)) is { } chosen)
        {
            Validate(chosen, value, pointer);
        }
        else
        {
            string types = string.Join(" or ", choices.Select(n => SchemaTypes.Name(n.Type!)));
            errors.AtValue(ErrorCodes.WrongType, pointer, $"{Subject(pointer)} must be {types}, not {SchemaTypes.NameOf(value)}.");
        }
    }

    private void Object(SchemaNode node, JsonElement value, string pointer)
    {
        foreach (JsonProperty property in value.EnumerateObject().TakeWhile(_ => !errors.IsFull))
        {
            Property(node, property, JsonPointer.Append(pointer, property.Name));
        }

        foreach (string name in SchemaObjects.Missing(node, value))
        {
            errors.AtValue(ErrorCodes.MissingProperty, pointer, $"{Subject(pointer)} lacks the property '{name}'.", name);
        }

        foreach (string fault in SchemaObjects.Conflicts(node, value))
        {
            errors.AtValue(ErrorCodes.PropertiesConflict, pointer, $"{Subject(pointer)} {fault}");
        }
    }

    private void Property(SchemaNode node, JsonProperty property, string pointer)
    {
        if (node.PropertyNames?.Pattern is { } names && !names.IsMatch(property.Name))
        {
            errors.AtName(ErrorCodes.InvalidValue, pointer, $"The name '{property.Name}' must be 1 to 64 letters, digits, underscores or hyphens.");
        }

        if (node.Properties.TryGetValue(property.Name, out SchemaNode? known))
        {
            Validate(known, property.Value, pointer);
        }
        else if (node.AdditionalProperties is { } any)
        {
            Validate(any, property.Value, pointer);
        }
        else if (node.Closed)
        {
            string? nearest = NearestName.Find(property.Name, node.Properties.Where(p => p.Value.Not is not { IsEmpty: true }).Select(p => p.Key));
            errors.AtName(
                ErrorCodes.UnknownProperty, pointer,
                $"'{property.Name}' is neither Batch REST (2025-06-01) nor one of our additions here.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", nearest);
        }
    }

    private void Array(SchemaNode node, JsonElement value, string pointer)
    {
        int count = value.GetArrayLength();
        if (count < node.MinItems || count > node.MaxItems)
        {
            string bounds = node.MaxItems is { } max ? $"{node.MinItems ?? 0} to {max}" : $"at least {node.MinItems}";
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"{Subject(pointer)} has {count} items; {bounds} are allowed.");
        }

        if (node.Items is { } items)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                Validate(items, item, JsonPointer.Append(pointer, index++));
            }
        }
    }

    private string Subject(string pointer) => pointer.Length == 0 ? document : $"'{LastName(pointer)}'";

    // For an item of a list, the list's name and the index say more than the index alone.
    private static string LastName(string pointer)
    {
        string[] names = [.. JsonPointer.Split(pointer)];
        return names is [.., var list, var last] && last.All(char.IsAsciiDigit) ? $"{list}[{last}]" : names[^1];
    }
}
