using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.Faults;

/// <summary>Reads and writes the document of all rules.</summary>
internal static class FaultDocument
{
    private const int MostRules = 1000;

    private static readonly BodyRules s_document = new("FaultDocument", new PropertyRule("rules", JsonType.Array, Required: true));

    /// <summary>The rules, none of which has acted yet.</summary>
    /// <exception cref="BatchException">Something is wrong; it is named.</exception>
    public static List<ActiveFault> Read(JsonElement document)
    {
        s_document.Check(document);
        List<ActiveFault> rules = [];
        foreach (var rule in document.Property("rules").Items().Take(MostRules + 1))
        {
            rules.Add(ReadRule(rule, $"rules[{rules.Count}]", rules, null));
        }

        return rules;
    }

    /// <summary>One rule.</summary>
    /// <param name="rule">As it was sent.</param>
    /// <param name="path">Where it is in the body, for errors; empty when it is the body.</param>
    /// <param name="others">The rules beside it, none of which may have its id.</param>
    /// <param name="id">The id that it must have; null is its own, or else the first number from its place on that is free.</param>
    /// <exception cref="BatchException">Something is wrong; it is named.</exception>
    public static ActiveFault ReadRule(JsonElement rule, string path, IReadOnlyList<ActiveFault> others, string? id)
    {
        if (others.Count >= MostRules)
        {
            throw Errors.InvalidPropertyValue.Property("rules", null, $"There are at most {MostRules} rules.");
        }

        var kind = FaultKinds.Of(rule, path);
        var own = rule.Property("id")?.GetString();
        if (own is not null && (others.Any(other => Same(other.Id, own)) || (id is not null && !Same(id, own))))
        {
            throw Errors.InvalidPropertyValue.Property(FaultKinds.Under(path, "id"), own, id is null ? "Another rule has this id." : "The path names another id.");
        }

        id ??= own ?? Enumerable.Range(others.Count + 1, int.MaxValue - others.Count)
            .Select(number => number.ToString(CultureInfo.InvariantCulture))
            .First(number => !others.Any(other => Same(other.Id, number)));
        return new(id, rule.Clone(), kind.Read(rule) with { Chance = FaultKinds.ReadChance(rule, id) });
    }

    /// <summary>The document that gives these rules back, without what they have done.</summary>
    public static JsonElement Write(IReadOnlyList<ActiveFault> rules)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rules");
            foreach (var fault in rules)
            {
                writer.WriteStartObject();
                WriteSource(writer, fault);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>A rule as it was sent, its id first, and without counts.</summary>
    public static void WriteSource(Utf8JsonWriter writer, ActiveFault fault)
    {
        writer.WriteString("id", fault.Id);
        foreach (var property in fault.Source.EnumerateObject().Where(property => property.Name is not ("id" or "applied" or "seen")))
        {
            property.WriteTo(writer);
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
