using System.Text.Json;
using System.Text.RegularExpressions;

namespace Autobatch.Planning;

/// <summary>Whether a value fits what its parameter declares.</summary>
internal static class ParameterRules
{
    private static readonly TimeSpan s_patternTime = TimeSpan.FromMilliseconds(200);

    /// <summary>What is wrong, as the end of a sentence; null when the value fits.</summary>
    public static string? Fault(JsonElement declaration, JsonElement value)
    {
        string type = declaration.GetProperty("type").GetString()!;
        if (!HasType(type, value))
        {
            return $"is no {type}";
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\0', StringComparison.Ordinal))
        {
            return "holds a NUL character";
        }

        if (declaration.TryGetProperty("enum", out JsonElement choices) && !choices.EnumerateArray().Any(c => JsonElement.DeepEquals(c, value)))
        {
            return $"is none of {string.Join(", ", choices.EnumerateArray().Select(c => c.GetRawText()))}";
        }

        return declaration.TryGetProperty("pattern", out JsonElement pattern) && value.ValueKind == JsonValueKind.String
            ? PatternFault(pattern.GetString()!, value.GetString()!)
            : null;
    }

    /// <summary>The pattern as a regular expression without backtracking (so that no pattern is slow), or null when it is none.</summary>
    public static Regex? Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, s_patternTime);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? PatternFault(string pattern, string value)
    {
        try
        {
            return Pattern(pattern) is { } regex && regex.IsMatch(value) ? null : $"does not match the pattern {pattern}";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"takes too long to match with the pattern {pattern}";
        }
    }

    private static bool HasType(string type, JsonElement value) => type.ToUpperInvariant() switch
    {
        "STRING" => value.ValueKind == JsonValueKind.String,
        "BOOLEAN" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "INTEGER" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };
}
