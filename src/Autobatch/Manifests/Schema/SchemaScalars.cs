using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Text;

namespace Autobatch.Manifests.Schema;

/// <summary>Keywords about single values: const, enum, length, pattern, bounds.</summary>
internal static class SchemaScalars
{
    private const int ShownLength = 60;

    /// <summary>What is wrong, as the end of a sentence; null when nothing is.</summary>
    public static (string Message, string? Suggestion)? Fault(SchemaNode node, JsonElement value)
    {
        if (node.Const is { } only && !JsonElement.DeepEquals(only, value))
        {
            return ($"must be {only.GetRawText()}.", only.ToString());
        }

        if (node.Enum is { } allowed && !(value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()!, StringComparer.Ordinal)))
        {
            return ($"must be one of {string.Join(", ", allowed)}.", null);
        }

        if (node.AnyOf is [{ Enum: { } names }, ..])
        {
            return Choice(node, names, value);
        }

        if (node.Not?.Const is { } never && JsonElement.DeepEquals(never, value))
        {
            return ($"must not be {never.GetRawText()}. {node.Description}", null);
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => Text(node, value.GetString()!) is { } fault ? (fault, null) : null,
            JsonValueKind.Number => Number(node, value) is { } fault ? (fault, null) : null,
            _ => null,
        };
    }

    // Enum values count without regard to case (as for the service), which JSON Schema can only say as a choice of enum and pattern.
    private static (string, string?)? Choice(SchemaNode node, IReadOnlyList<string> names, JsonElement value)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null && node.AnyOf.Any(n => n.Enum?.Contains(text, StringComparer.Ordinal) == true || (n.Pattern is { } p && p.IsMatch(text)))
            ? null
            : ($"must be one of {string.Join(", ", names)}, not {(text is null ? SchemaTypes.NameOf(value) : $"'{Shown(text)}'")}.",
                text is null ? null : NearestName.Find(text, names));
    }

    private static string? Text(SchemaNode node, string text)
    {
        if (node.MinLength is { } min && text.Length < min)
        {
            return "must not be empty.";
        }

        if (node.MaxLength is { } max && text.Length > max && text.EnumerateRunes().Count() > max)
        {
            return $"has {text.EnumerateRunes().Count()} characters; at most {max} are allowed.";
        }

        return node.Pattern is { } pattern && !Matches(pattern, text) ? $"must not be '{Shown(text)}'. {node.Description}".TrimEnd() : null;
    }

    private static string? Number(SchemaNode node, JsonElement value)
    {
        if (node.Minimum is null && node.Maximum is null)
        {
            return null;
        }

        return value.TryGetInt64(out long number) && number >= (node.Minimum ?? long.MinValue) && number <= (node.Maximum ?? long.MaxValue)
            ? null
            : $"is {Shown(value.GetRawText())}; {node.Minimum} to {node.Maximum} are allowed.";
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Shown(string text) => text.Length <= ShownLength ? text : string.Concat(text.AsSpan(0, ShownLength), "…");
}
