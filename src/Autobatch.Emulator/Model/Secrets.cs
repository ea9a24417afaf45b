using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>
/// What a body tells the service and no answer tells anybody (FACTS R.3): passwords of users, registries and shares, private keys, keys of mounted
/// storage, protected settings of extensions. Who sends back what was read leaves them out, and means them to stay.
/// </summary>
internal static class Secrets
{
    private static readonly FrozenSet<string> s_names =
        new[] { "password", "sshPrivateKey", "accountKey", "sasKey", "protectedSettings" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a property of this name is a secret, wherever it is.</summary>
    public static bool Has(string name) => s_names.Contains(name);

    /// <summary>Writes a value without its secrets.</summary>
    public static void Hide(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    Hide(writer, property);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Hide(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Writes a property without its secrets; one that is a secret is left out.</summary>
    public static void Hide(Utf8JsonWriter writer, JsonProperty property)
    {
        if (!Has(property.Name))
        {
            writer.WritePropertyName(property.Name);
            Hide(writer, property.Value);
        }
    }

    /// <summary>Whether what was sent is what is kept. Secrets may be missing, but not differ; a null is as good as nothing.</summary>
    /// <param name="kept">What the service has.</param>
    /// <param name="sent">What a client sends.</param>
    /// <param name="texts">How texts are compared.</param>
    public static bool Same(JsonElement kept, JsonElement sent, StringComparison texts = StringComparison.Ordinal) => (kept.ValueKind, sent.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) =>
            sent.EnumerateObject().All(property => property.Value.ValueKind == JsonValueKind.Null || kept.Property(property.Name) is { } value && Same(value, property.Value, texts))
            && kept.EnumerateObject().All(property => Has(property.Name) || property.Value.ValueKind == JsonValueKind.Null || sent.Property(property.Name) is not null),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            kept.GetArrayLength() == sent.GetArrayLength() && kept.EnumerateArray().Zip(sent.EnumerateArray(), (old, now) => Same(old, now, texts)).All(same => same),
        (JsonValueKind.String, JsonValueKind.String) => string.Equals(kept.GetString(), sent.GetString(), texts),
        _ => JsonElement.DeepEquals(kept, sent),
    };

    /// <summary>What was sent, with the secrets of those of its parts that are otherwise as before (the planes spell enums in different cases).</summary>
    public static JsonElement Keep(JsonElement kept, JsonElement sent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Keep(writer, kept, sent);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Keep(Utf8JsonWriter writer, JsonElement? kept, JsonElement sent)
    {
        switch (sent.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in sent.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
                {
                    writer.WritePropertyName(property.Name);
                    Keep(writer, kept?.Property(property.Name), property.Value);
                }

                if (kept is { } old && IsAsBefore(old, sent))
                {
                    foreach (var secret in old.EnumerateObject().Where(property => Has(property.Name) && sent.Property(property.Name) is null))
                    {
                        secret.WriteTo(writer);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                // Others may have come or gone: each item is looked for among all.
                List<JsonElement> items = [.. kept.Items()];
                writer.WriteStartArray();
                foreach (var item in sent.EnumerateArray())
                {
                    var at = items.FindIndex(old => IsAsBefore(old, item));
                    Keep(writer, at >= 0 ? items[at] : null, item);
                }

                writer.WriteEndArray();
                break;
            default:
                sent.WriteTo(writer);
                break;
        }
    }

    private static bool IsAsBefore(JsonElement kept, JsonElement sent) => Same(kept, sent, StringComparison.OrdinalIgnoreCase);
}
