using System.Buffers;
using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>Changes of bodies that are otherwise kept as they were sent.</summary>
internal static class JsonMerge
{
    /// <summary>The original with top-level properties replaced; nested objects are replaced whole (FACTS R.4). A null is as good as nothing.</summary>
    public static JsonElement Merge(JsonElement original, JsonElement patch) =>
        Write(original.EnumerateObject().Where(property => patch.Property(property.Name) is null).Concat(patch.EnumerateObject()));

    /// <summary>The original without these properties, and then merged.</summary>
    public static JsonElement Replace(JsonElement original, IEnumerable<string> names, JsonElement replacement)
    {
        var gone = names.ToHashSet(StringComparer.Ordinal);
        return Write(original.EnumerateObject().Where(property => !gone.Contains(property.Name))
            .Concat(replacement.EnumerateObject().Where(property => gone.Contains(property.Name))));
    }

    /// <summary>An object with one property.</summary>
    public static JsonElement Wrap(string name, JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(name);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static JsonElement Write(IEnumerable<JsonProperty> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in properties)
            {
                if (property.Value.ValueKind != JsonValueKind.Null)
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
