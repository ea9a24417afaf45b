using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Control;

/// <summary>The fault document: what goes wrong on purpose. It is replaced whole.</summary>
internal static class FaultOperations
{
    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Document(call));
        }
    }

    public static ValueTask<Reply> Put(Call call)
    {
        var document = call.RequiredBody();
        var rules = FaultDocument.Read(document);
        lock (call.World.Gate)
        {
            return new(Replace(call, document, rules));
        }
    }

    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Replace(call, FaultBook.NoRules, []));
        }
    }

    private static Reply Replace(Call call, JsonElement document, IReadOnlyList<ActiveFault> rules)
    {
        call.Services.Faults.Replace(document, rules);
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
