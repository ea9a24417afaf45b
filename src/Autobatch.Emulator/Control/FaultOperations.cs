using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.Control;

/// <summary>The fault document: what goes wrong on purpose. It is replaced whole.</summary>
internal static class FaultOperations
{
    private const int MostRules = 1000;

    private static readonly BodyRules s_document = new("FaultDocument", new PropertyRule("rules", JsonType.Array, Required: true));

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Document(call));
        }
    }

    public static ValueTask<Reply> Put(Call call)
    {
        var rules = Read(call.RequiredBody());
        lock (call.World.Gate)
        {
            return new(Replace(call, rules));
        }
    }

    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Replace(call, []));
        }
    }

    private static List<ActiveFault> Read(JsonElement body)
    {
        s_document.Check(body);
        List<ActiveFault> rules = [];
        foreach (var rule in body.Property("rules").Items().Take(MostRules + 1))
        {
            var path = $"rules[{rules.Count}]";
            var read = FaultKinds.Read(rule, path);
            var id = rule.Property("id")?.GetString() ?? (rules.Count + 1).ToString(CultureInfo.InvariantCulture);
            if (rules.Any(other => string.Equals(other.Id, id, StringComparison.OrdinalIgnoreCase)))
            {
                throw Errors.InvalidPropertyValue.Property($"{path}.id", id, "Another rule has this id.");
            }

            rules.Add(new(id, rule, read));
        }

        return rules.Count <= MostRules ? rules : throw Errors.InvalidPropertyValue.Property("rules", null, $"A document has at most {MostRules} rules.");
    }

    private static Reply Replace(Call call, IReadOnlyList<ActiveFault> rules)
    {
        call.Services.Faults.Replace(rules);
        call.Services.Wakeup.Now();
        return Document(call);
    }

    private static Reply Document(Call call)
    {
        List<(ActiveFault Fault, int Applied)> rules = [.. call.Services.Faults.Rules.Select(fault => (fault, fault.Applied))];
        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rules");
            foreach (var (fault, applied) in rules)
            {
                writer.WriteStartObject();
                writer.WriteString("id", fault.Id);
                foreach (var property in fault.Source.EnumerateObject().Where(property => property.Name is not ("id" or "applied")))
                {
                    property.WriteTo(writer);
                }

                writer.WriteNumber("applied", applied);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
