using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol.Filters;

namespace Autobatch.Emulator.Protocol;

/// <summary>
/// How a kind of resource looks on the wire: one row a property, then everything that was sent and is not a row.
/// What the service does not know about a body comes back as it came (property for property).
/// </summary>
/// <param name="set">Name of the set in odata.metadata, for example tasks.</param>
internal sealed class ResourceShape<T>(string set)
{
    private readonly List<(string Name, Action<Utf8JsonWriter, T, string> Write)> _rows = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Func<T, JsonElement>? _sent;
    private bool _keepEmptyArrays = true;

    /// <summary>What $filter may name.</summary>
    public FilterSchema<T> Filters { get; } = new();

    /// <summary>Name of the set in odata.metadata.</summary>
    public string Set { get; } = set;

    /// <summary>A property that is written by hand; the writer gets the URL of the collection and writes a value, or is not called when absent.</summary>
    public ResourceShape<T> Row(string name, Action<Utf8JsonWriter, T, string> value, Func<T, bool>? present = null)
    {
        _names.Add(name);
        void Write(Utf8JsonWriter writer, T item, string url)
        {
            if (present?.Invoke(item) != false)
            {
                writer.WritePropertyName(name);
                value(writer, item, url);
            }
        }

        _rows.Add((name, Write));
        return this;
    }

    public ResourceShape<T> Text(string name, Func<T, string?> value) =>
        Row(name, (writer, item, _) => writer.WriteStringValue(value(item)), item => value(item) is not null);

    public ResourceShape<T> Time(string name, Func<T, DateTimeOffset?> value) =>
        Row(name, (writer, item, _) => writer.WriteStringValue(WireTime.Format(value(item)!.Value)), item => value(item) is not null);

    public ResourceShape<T> Number(string name, Func<T, long> value) => Row(name, (writer, item, _) => writer.WriteNumberValue(value(item)));

    public ResourceShape<T> Flag(string name, Func<T, bool> value) => Row(name, (writer, item, _) => writer.WriteBooleanValue(value(item)));

    /// <summary>State, since when, and the state before.</summary>
    public ResourceShape<T> State<TState>(string name, Func<T, StateHistory<TState>> value, bool previous)
        where TState : struct, Enum
    {
        Text(name, item => value(item).Current.Wire()).Time($"{name}TransitionTime", item => value(item).Since);
        if (previous)
        {
            Text("previousState", item => value(item).Previous?.Wire()).Time("previousStateTransitionTime", item => value(item).PreviousSince);
        }

        return this;
    }

    /// <summary>A property of the body as sent, or this default.</summary>
    public ResourceShape<T> Default(string name, string json)
    {
        var fallback = JsonElement.Parse(json);
        return Row(name, (writer, item, _) => Secrets.Hide(writer, _sent!(item).Property(name) ?? fallback));
    }

    /// <summary>Properties of the body that are not shown.</summary>
    public ResourceShape<T> Hidden(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _names.Add(name);
        }

        return this;
    }

    /// <summary>Everything else of the body as sent, without its secrets.</summary>
    public ResourceShape<T> Sent(Func<T, JsonElement> body, bool keepEmptyArrays = true)
    {
        (_sent, _keepEmptyArrays) = (body, keepEmptyArrays);
        return this;
    }

    /// <summary>Writes one resource; <paramref name="metadata"/> only on a single answer.</summary>
    public void Write(Utf8JsonWriter writer, T item, string collectionUrl, Selection selection, string? metadata = null)
    {
        writer.WriteStartObject();
        if (metadata is not null)
        {
            writer.WriteString("odata.metadata", metadata);
        }

        foreach (var (name, write) in _rows)
        {
            if (selection.Has(name))
            {
                write(writer, item, collectionUrl);
            }
        }

        if (_sent is not null)
        {
            WriteSent(writer, _sent(item), selection);
        }

        writer.WriteEndObject();
    }

    private void WriteSent(Utf8JsonWriter writer, JsonElement body, Selection selection)
    {
        foreach (var property in body.EnumerateObject())
        {
            var empty = property.Value.ValueKind == JsonValueKind.Null
                || (!_keepEmptyArrays && property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 0);
            if (!empty && !_names.Contains(property.Name) && selection.Has(property.Name))
            {
                Secrets.Hide(writer, property);
            }
        }
    }
}
