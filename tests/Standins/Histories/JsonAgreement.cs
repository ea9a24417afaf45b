using System.Text.Json;

namespace Autobatch.Histories;

/// <summary>
/// Whether two JSON values say the same wherever both say something: a property that only one of them has was added or taken away with the
/// code, which running instances survive; another value was not.
/// </summary>
internal static class JsonAgreement
{
    /// <summary>Where they differ first, as a path; null when they agree.</summary>
    public static string? Difference(string? recorded, string? made)
    {
        if (recorded is null || made is null)
            return recorded == made ? null : "$";
        using JsonDocument one = JsonDocument.Parse(recorded);
        using JsonDocument other = JsonDocument.Parse(made);
        return Difference(one.RootElement, other.RootElement, "$");
    }

    private static string? Difference(JsonElement one, JsonElement other, string path)
    {
        if (one.ValueKind != other.ValueKind)
            return path;
        return one.ValueKind switch
        {
            JsonValueKind.Object => one.EnumerateObject()
                .Select(property => other.TryGetProperty(property.Name, out JsonElement value)
                    ? Difference(property.Value, value, $"{path}.{property.Name}")
                    : null)
                .FirstOrDefault(found => found is not null),
            JsonValueKind.Array when one.GetArrayLength() != other.GetArrayLength() => path,
            JsonValueKind.Array => one.EnumerateArray().Zip(other.EnumerateArray())
                .Select((pair, index) => Difference(pair.First, pair.Second, $"{path}[{index}]"))
                .FirstOrDefault(found => found is not null),
            _ => JsonElement.DeepEquals(one, other) ? null : path,
        };
    }
}
