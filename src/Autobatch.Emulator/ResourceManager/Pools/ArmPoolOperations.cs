using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>Handlers of batchAccounts/pools: the pools of the data plane in another shape, and the only way to give them identities (FACTS D).</summary>
internal static class ArmPoolOperations
{
    private const string Properties = "properties/";

    public static ValueTask<Reply> List(Call call)
    {
        var filter = ArmPoolShape.Filters.Compile(call.Target["$filter"]);
        var selected = Selected(call.Target["$select"]);
        lock (call.World.Gate)
        {
            List<PoolEntry> pools = [.. Scope.Account(call).Pools.Values.Where(filter)];
            var shown = pools.ToDictionary(pool => pool, pool => Shown(pool, selected));
            return new(ArmPage.List(call, pools, pool => pool.Record.Id, (writer, pool) => writer.WriteRawValue(shown[pool])));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            var pool = Pool(call);
            Conditions.Require(call, pool.Record.ETag, pool.Record.LastModified, write: false);
            return new(Answer(pool));
        }
    }

    /// <summary>Makes the pool, or gives the one that is there this body.</summary>
    public static ValueTask<Reply> Put(Call call)
    {
        var body = call.RequiredBody();
        ArmPoolRules.Create.Check(body);
        lock (call.World.Gate)
        {
            var account = Scope.Account(call);
            if (account.Pools.ContainsKey(call.Route["poolName"]))
            {
                return new(Change(call, Writable(call), body, whole: true));
            }

            if (call.Header("If-Match") is not null)
            {
                throw Errors.ConditionNotMet.With();
            }

            var definition = ArmPoolReading.ToDataPlane(body, withScale: true);
            RequireMounts(definition);
            var autoScale = AutoScaleRules.OfPool(definition, call.Services.Options);
            var identities = ArmPoolReading.Identities(body) ?? [];
            var pool = PoolOperations.New(call, account, Name(call), definition, autoScale);
            call.World.Put(pool, pool.Record with { Identities = identities });
            return new(Answer(pool));
        }
    }

    public static ValueTask<Reply> Patch(Call call)
    {
        var body = call.RequiredBody();
        ArmPoolRules.Update.Check(body);
        lock (call.World.Gate)
        {
            return new(Change(call, Writable(call), body, whole: false));
        }
    }

    /// <summary>202 and where to ask, until the last node is gone.</summary>
    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            var account = Scope.Account(call);
            if (!account.Pools.TryGetValue(call.Route["poolName"], out var pool))
            {
                return new(new Reply { Status = 204 });
            }

            if (pool.Record.State.Current == PoolState.Active)
            {
                call.Services.Pools.Delete(Writable(call));
            }

            return new(Scope.Accepted(call, $"{Scope.Id(account)}/poolOperationResults/{OperationId(pool.Record)}"));
        }
    }

    /// <summary>The result of a delete. It is read from the pool itself, which is known by when it was made.</summary>
    public static ValueTask<Reply> DeleteResult(Call call)
    {
        lock (call.World.Gate)
        {
            var account = Scope.Account(call);
            return new(account.Pools.Values.Any(pool => OperationId(pool.Record) == call.Route["operationId"]) ? Scope.Accepted(call, call.Target.Path) : Reply.Empty);
        }
    }

    public static ValueTask<Reply> DisableAutoScale(Call call)
    {
        lock (call.World.Gate)
        {
            var pool = Writable(call);
            if (pool.Record.AutoScale is null)
            {
                throw Errors.OperationNotValidOnPool.With(("Reason", "The pool does not scale automatically."));
            }

            call.Services.AutoScale.Disable(pool);
            return new(Answer(pool));
        }
    }

    public static ValueTask<Reply> StopResize(Call call)
    {
        lock (call.World.Gate)
        {
            var pool = Writable(call);
            PoolOperations.RequireResizing(pool);
            call.Services.Pools.StopResize(pool);
            return new(Answer(pool));
        }
    }

    private static Reply Change(Call call, PoolEntry pool, JsonElement body, bool whole)
    {
        var sent = Secrets.Keep(pool.Record.Definition, ArmPoolReading.ToDataPlane(body, withScale: false));
        RequireMounts(sent);
        PoolOperations.RequirePackages(pool.Account, sent);
        var scaling = Scaling.Read(pool, ArmPoolReading.Scale(body), call.Services.Options);
        var definition = whole ? sent : JsonMerge.Merge(pool.Record.Definition, sent);
        var changed = (pool.Record with
        {
            Definition = definition,
            Traits = PoolTraits.Read(definition),
            Identities = ArmPoolReading.Identities(body) ?? (whole ? [] : pool.Record.Identities),
            LastModified = call.World.Now(),
        }).WithSecretsOf(sent);
        PoolOperations.RequireSlots(pool, changed);
        MountRules.RequireEmpty(pool, changed);
        call.World.Put(pool, changed);
        scaling?.Apply(call.Services, pool);
        return Answer(pool);
    }

    private static void RequireMounts(JsonElement definition)
    {
        if (definition.Property("mountConfiguration") is { } mounts)
        {
            MountRules.Check(mounts, "properties.mountConfiguration");
        }
    }

    private static PoolEntry Pool(Call call) =>
        Scope.Account(call).Pools.TryGetValue(call.Route["poolName"], out var pool) ? pool : throw Errors.PoolNotFound.With(("PoolName", call.Route["poolName"]));

    private static PoolEntry Writable(Call call)
    {
        var pool = Pool(call);
        Conditions.Require(call, pool.Record.ETag, pool.Record.LastModified, write: true);
        return pool.Record.State.Current == PoolState.Active ? pool : throw Errors.PoolBeingDeleted.With();
    }

    private static string Name(Call call)
    {
        var name = call.Route["poolName"];
        return Checks.IsId(name) ? name : throw ResourceManagerErrors.InvalidName.Property("poolName", name.Length <= 200 ? name : name[..200], Checks.IdRule);
    }

    private static string OperationId(PoolRecord pool) => $"{pool.Id}-{pool.CreationTime.UtcTicks.ToString("x", CultureInfo.InvariantCulture)}";

    private static Reply Answer(PoolEntry pool)
    {
        // Nodes come and go outside of the record, so what is shown is made under the gate.
        var shown = Shown(pool, selected: null);
        return new() { ETag = ArmPoolShape.ETag(pool.Record), Json = writer => writer.WriteRawValue(shown) };
    }

    private static byte[] Shown(PoolEntry pool, IReadOnlySet<string>? selected)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ArmPoolShape.Write(writer, pool, selected);
        }

        return stream.ToArray();
    }

    /// <summary>Only what is right below properties can be selected.</summary>
    private static HashSet<string>? Selected(string? select) => select is null ? null :
    [
        .. select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.StartsWith(Properties, StringComparison.Ordinal)
            ? name[Properties.Length..]
            : throw Errors.InvalidQueryParameterValue.Query("$select", name, "Names begin with properties/.")),
    ];
}
