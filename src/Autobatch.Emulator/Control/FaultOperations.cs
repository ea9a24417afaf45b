using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.Control;

/// <summary>The rules of what goes wrong on purpose: all at once as a document, or one by one.</summary>
internal static class FaultOperations
{
    public static ValueTask<Reply> List(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Document(call));
        }
    }

    /// <summary>A new document takes the place of the one before; no rule of it has acted yet.</summary>
    public static ValueTask<Reply> Replace(Call call)
    {
        var rules = FaultDocument.Read(call.RequiredBody());
        lock (call.World.Gate)
        {
            Set(call, rules);
            return new(Document(call));
        }
    }

    public static ValueTask<Reply> Clear(Call call)
    {
        lock (call.World.Gate)
        {
            Set(call, []);
            return new(Document(call));
        }
    }

    /// <summary>One more rule, after all others.</summary>
    public static ValueTask<Reply> Add(Call call)
    {
        var body = call.RequiredBody();
        lock (call.World.Gate)
        {
            var rules = call.Services.Faults.Rules;
            var added = FaultDocument.ReadRule(body, "", rules, null);
            Set(call, [.. rules, added]);
            return new(Rule(added));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Rule(Found(call)));
        }
    }

    /// <summary>The rule of this id is this one: in the place of the one before, or after all others. It has not acted yet.</summary>
    public static ValueTask<Reply> Put(Call call)
    {
        var (body, id) = (call.RequiredBody(), call.Route["faultId"]);
        if (!Checks.IsId(id))
        {
            throw Errors.InvalidPropertyValue.Property("id", id.Length <= 200 ? id : id[..200], Checks.IdRule);
        }

        lock (call.World.Gate)
        {
            var before = call.Services.Faults.Find(id);
            List<ActiveFault> rules = [.. call.Services.Faults.Rules];
            var place = before is null ? rules.Count : rules.IndexOf(before);
            if (before is not null)
            {
                rules.RemoveAt(place);
            }

            var put = FaultDocument.ReadRule(body, "", rules, id);
            rules.Insert(place, put);
            Set(call, rules);
            return new(Rule(put));
        }
    }

    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            var found = Found(call);
            Set(call, [.. call.Services.Faults.Rules.Where(fault => fault != found)]);
            return new(Reply.Empty);
        }
    }

    /// <summary>The names by which rules speak of operations.</summary>
    public static ValueTask<Reply> Operations(Call call) => new(Reply.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("operations");
        foreach (var operation in OperationPattern.Named)
        {
            writer.WriteStartObject();
            writer.WriteString("name", operation.Name);
            writer.WriteString("method", operation.Method);
            writer.WriteString("route", operation.Route);
            writer.WriteBoolean("supported", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static ActiveFault Found(Call call) => call.Services.Faults.Find(call.Route["faultId"]) ?? throw Errors.FaultNotFound.With();

    private static void Set(Call call, IReadOnlyList<ActiveFault> rules)
    {
        call.Services.Faults.Replace(rules);
        call.Services.Wakeup.Now();
    }

    /// <summary>Counts are those of this moment; the answer is written later.</summary>
    private static Reply Document(Call call)
    {
        List<Action<Utf8JsonWriter>> rules = [.. call.Services.Faults.Rules.Select(Written)];
        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rules");
            rules.ForEach(write => write(writer));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static Reply Rule(ActiveFault fault) => Reply.Of(Written(fault));

    private static Action<Utf8JsonWriter> Written(ActiveFault fault)
    {
        var (seen, applied) = (fault.Seen, fault.Applied);
        return writer =>
        {
            writer.WriteStartObject();
            FaultDocument.WriteSource(writer, fault);
            writer.WriteNumber("seen", seen);
            writer.WriteNumber("applied", applied);
            writer.WriteEndObject();
        };
    }
}
