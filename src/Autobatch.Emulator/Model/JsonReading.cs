using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>Reading bodies in which a missing property and a null one mean the same.</summary>
internal static class JsonReading
{
    /// <summary>A property, or null when it is absent, null, or the value is no object.</summary>
    public static JsonElement? Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether an enum-like text has this value; case does not matter (FACTS A.1).</summary>
    public static bool Is(this JsonElement? element, string value) =>
        element is { ValueKind: JsonValueKind.String } text && string.Equals(text.GetString(), value, StringComparison.OrdinalIgnoreCase);

    /// <summary>A duration that is a limit; the "infinite" spelling is none.</summary>
    public static TimeSpan? Limit(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text && WireTime.Duration(text.GetString()!) is { } span && span < TimeSpan.MaxValue ? span : null;

    /// <summary>The items of an array; empty when absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
