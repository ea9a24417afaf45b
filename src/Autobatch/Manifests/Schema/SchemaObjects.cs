using System.Text.Json;

namespace Autobatch.Manifests.Schema;

/// <summary>Keywords about which properties go together: required, dependentRequired, and choices of them by anyOf, oneOf, not, if/then.</summary>
internal static class SchemaObjects
{
    /// <summary>Names of properties that must be there and are not.</summary>
    public static IEnumerable<string> Missing(SchemaNode node, JsonElement value)
    {
        IEnumerable<string> needed = node.Required
            .Concat(node.DependentRequired.Where(d => Has(value, d.Key)).SelectMany(d => d.Value))
            .Concat(node.AllOf.Where(n => n.If is { } condition && Meets(condition, value)).SelectMany(n => n.Then!.Required));
        return needed.Distinct(StringComparer.Ordinal).Where(n => !Has(value, n));
    }

    /// <summary>What is wrong with the combination, as ends of sentences.</summary>
    public static IEnumerable<string> Conflicts(SchemaNode node, JsonElement value)
    {
        if (node.AnyOf is [{ OnlyRequires: true }, ..] && !node.AnyOf.Any(n => HasAll(value, n)))
        {
            yield return $"needs {Choice(node.AnyOf)}.";
        }

        if (node.OneOf is [{ OnlyRequires: true }, ..] && node.OneOf.Count(n => HasAll(value, n)) is var count && count != 1)
        {
            yield return count == 0
                ? $"needs exactly one of {Choice(node.OneOf)}."
                : $"has {string.Join(" and ", node.OneOf.Where(n => HasAll(value, n)).Select(Names))}; exactly one of {Choice(node.OneOf)} is allowed.";
        }

        if (node.Not is { OnlyRequires: true } not && HasAll(value, not))
        {
            yield return $"must not have {string.Join(" and ", not.Required.Select(Quoted))} at once.";
        }
    }

    private static bool Meets(SchemaNode condition, JsonElement value) =>
        HasAll(value, condition)
        && condition.Properties.All(p => !value.TryGetProperty(p.Key, out JsonElement inner)
            || (inner.ValueKind == JsonValueKind.String && p.Value.Pattern!.IsMatch(inner.GetString()!)));

    private static bool HasAll(JsonElement value, SchemaNode node) => node.Required.All(n => Has(value, n));

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out _);

    private static string Choice(IReadOnlyList<SchemaNode> nodes) => string.Join(", ", nodes.SkipLast(1).Select(Names)) + " or " + Names(nodes[^1]);

    private static string Names(SchemaNode node) => string.Join(" with ", node.Required.Select(Quoted));

    private static string Quoted(string name) => $"'{name}'";
}
