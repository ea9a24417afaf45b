using System.Text.Json;
using Autobatch.Text;

namespace Autobatch.Costs;

/// <summary>Reads a price table: <c>{"currency":"EUR","vmSizes":{"standard_d2s_v3":{"dedicated":0.096,"lowPriority":0.02}}}</c>, per hour.</summary>
public static class PriceTableReader
{
    private const decimal Highest = 1_000_000;
    private static readonly string[] s_properties = ["currency", "vmSizes"];
    private static readonly string[] s_prices = ["dedicated", "lowPriority"];

    /// <summary>Reads the table.</summary>
    /// <exception cref="FormatException">It is none; the message says in one line what is wrong and where.</exception>
    public static PriceTable Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Table(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"is no JSON (line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}).");
        }
    }

    private static PriceTable Table(JsonElement root)
    {
        Known(root, "the table", s_properties);
        string currency = root.TryGetProperty("currency", out JsonElement c) && c.ValueKind == JsonValueKind.String ? c.GetString()! : "";
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            throw new FormatException("needs 'currency', three capital letters such as EUR.");
        }

        if (!root.TryGetProperty("vmSizes", out JsonElement sizes) || sizes.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("needs 'vmSizes', an object of prices by VM size.");
        }

        Dictionary<string, VmPrice> prices = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty size in sizes.EnumerateObject())
        {
            if (!prices.TryAdd(size.Name, PriceOf(size)))
            {
                throw new FormatException($"has '{size.Name}' twice in 'vmSizes'; upper and lower case are the same.");
            }
        }

        return prices.Count > 0 ? new PriceTable(currency, prices) : throw new FormatException("has no VM size in 'vmSizes'.");
    }

    private static VmPrice PriceOf(JsonProperty size)
    {
        Known(size.Value, $"'{size.Name}'", s_prices);
        VmPrice price = new(Amount(size, "dedicated"), Amount(size, "lowPriority"));
        return price is { Dedicated: null, LowPriority: null }
            ? throw new FormatException($"has neither 'dedicated' nor 'lowPriority' in '{size.Name}'.")
            : price;
    }

    private static decimal? Amount(JsonProperty size, string name) =>
        !size.Value.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal amount) && amount is >= 0 and <= Highest ? amount
        : throw new FormatException($"has no price in '{size.Name}.{name}': a number from 0 to {Highest} is wanted, not {value.GetRawText()}.");

    private static void Known(JsonElement value, string what, string[] names)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"is wrong: {what} must be an object.");
        }

        foreach (JsonProperty property in value.EnumerateObject().Where(p => !names.Contains(p.Name, StringComparer.Ordinal)))
        {
            string? nearest = NearestName.Find(property.Name, names);
            throw new FormatException($"has an unknown property '{property.Name}' in {what}.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}");
        }
    }
}
