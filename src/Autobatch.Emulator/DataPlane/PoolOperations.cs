using System.Text.Json;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers under /pools.</summary>
internal static class PoolOperations
{
    public static ValueTask<Reply> Create(Call call)
    {
        var body = call.RequiredBody();
        PoolRules.Create.Check(body);
        var autoScale = AutoScaleRules.OfPool(body, call.Services.Options);
        var id = body.GetProperty("id").GetString()!;
        lock (call.World.Gate)
        {
            var account = call.Account;
            if (account.Pools.TryGetValue(id, out var existing))
            {
                throw (existing.Record.State.Current == PoolState.Deleting ? Errors.PoolBeingDeleted : Errors.PoolExists).With();
            }

            var pool = New(call, account, id, body, autoScale);
            return new(Reply.Created(call.Url("pools", id), pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> List(Call call)
    {
        lock (call.World.Gate)
        {
            List<PoolEntry> pools = [.. call.Account.Pools.Values];
            return new(Paging.List(call, pools, pool => pool.Record.Id, pool => View(call, pool), view => view.Pool.Id, PoolShape.Shape, call.Url("pools")));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            var view = View(call, call.Pool());
            call.Require(view.Pool.LastModified, write: false);
            return new(Paging.One(call, view, PoolShape.Shape, call.Url("pools"), view.Pool.LastModified));
        }
    }

    public static ValueTask<Reply> Exists(Call call)
    {
        lock (call.World.Gate)
        {
            var record = call.Pool().Record;
            call.Require(record.LastModified, write: false);
            return new(new Reply { ETag = record.ETag, LastModified = record.LastModified });
        }
    }

    public static ValueTask<Reply> Patch(Call call)
    {
        var sent = call.RequiredBody();
        lock (call.World.Gate)
        {
            var pool = Writable(call);
            var body = Secrets.Keep(pool.Record.Definition, sent);
            PoolRules.Patch.Check(body);
            RequirePackages(call.Account, body);
            var definition = JsonMerge.Merge(pool.Record.Definition, body);
            var record = (pool.Record with { Definition = definition, Traits = PoolTraits.Read(definition), LastModified = call.World.Now() }).WithSecretsOf(body);
            RequireSlots(pool, record);
            MountRules.RequireEmpty(pool, record);
            call.World.Put(pool, record);
            return new(Reply.Action(call, record.LastModified));
        }
    }

    public static ValueTask<Reply> Resize(Call call)
    {
        var body = call.RequiredBody();
        PoolRules.Resize.Check(body);
        lock (call.World.Gate)
        {
            var pool = Steady(call);
            if (pool.Record.AutoScale is not null)
            {
                throw Errors.OperationNotValidOnPool.With(("Reason", "The pool scales automatically; disable autoscale first."));
            }

            call.Services.Pools.Resize(
                pool,
                body.Property("targetDedicatedNodes")?.GetInt32() ?? pool.Record.TargetDedicated,
                body.Property("targetLowPriorityNodes")?.GetInt32() ?? pool.Record.TargetLowPriority,
                body.Property("nodeDeallocationOption")?.GetString()?.ToLowerInvariant() ?? "requeue",
                body.Property("resizeTimeout")?.GetString());
            return new(Reply.Action(call, pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> StopResize(Call call)
    {
        lock (call.World.Gate)
        {
            var pool = Writable(call);
            RequireResizing(pool);
            call.Services.Pools.StopResize(pool);
            return new(Reply.Action(call, pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> RemoveNodes(Call call)
    {
        var body = call.RequiredBody();
        PoolRules.RemoveNodes.Check(body);
        lock (call.World.Gate)
        {
            var pool = Steady(call);
            var nodes = body.Property("nodeList").Items().Select(item => item.GetString()!).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(id => pool.Nodes.TryGetValue(id, out var node) ? node : throw Errors.NodeNotFound.With(("NodeId", id)));
            call.Services.Pools.RemoveNodes(
                pool,
                [.. nodes],
                body.Property("nodeDeallocationOption")?.GetString()?.ToLowerInvariant() ?? "requeue",
                body.Property("resizeTimeout")?.GetString());
            return new(Reply.Action(call, pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> Replace(Call call)
    {
        var body = call.RequiredBody();
        PoolRules.Replace.Check(body);
        lock (call.World.Gate)
        {
            var pool = Writable(call);
            RequirePackages(call.Account, body);
            var definition = JsonMerge.Replace(pool.Record.Definition, PoolRules.Replaced, Secrets.Keep(pool.Record.Definition, body));
            call.World.Put(pool, (pool.Record with { Definition = definition, LastModified = call.World.Now() }).WithSecretsOf(body));
            return new(Reply.Action(call, pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            call.Services.Pools.Delete(Writable(call));
            return new(new Reply { DataServiceId = call.OwnUrl });
        }
    }

    /// <summary>The pool of the route, when it may be changed. Under the gate.</summary>
    public static PoolEntry Writable(Call call)
    {
        var pool = call.Pool();
        call.Require(pool.Record.LastModified, write: true);
        return pool.Record.State.Current == PoolState.Active ? pool : throw Errors.PoolBeingDeleted.With();
    }

    /// <summary>The pool of the route, when it can be resized. Under the gate.</summary>
    public static PoolEntry Steady(Call call)
    {
        var pool = Writable(call);
        return pool.Record.Allocation.Current == AllocationState.Steady ? pool : throw Errors.PoolBeingResized.With();
    }

    /// <summary>Makes a pool of a checked body, as far as the account allows it. Under the gate.</summary>
    public static PoolEntry New(Call call, AccountState account, string id, JsonElement body, (string Formula, TimeSpan Interval)? autoScale)
    {
        if (account.Pools.Count >= account.Quotas.Pools)
        {
            throw Errors.PoolQuotaReached.With();
        }

        RequirePackages(account, body);
        var pool = call.Services.Pools.Create(account, id, body);
        if (autoScale is var (formula, interval))
        {
            call.Services.AutoScale.Enable(pool, formula, interval);
        }

        return pool;
    }

    /// <summary>Only a resize can be stopped.</summary>
    public static void RequireResizing(PoolEntry pool)
    {
        if (!PoolStates.Allocation.Allows(pool.Record.Allocation.Current, AllocationState.Stopping))
        {
            throw Errors.OperationInvalidForCurrentState.With(("Reason", "The pool is not being resized."));
        }
    }

    /// <summary>Nodes that are there keep their slots.</summary>
    public static void RequireSlots(PoolEntry pool, PoolRecord changed)
    {
        if (changed.Traits.SlotsPerNode != pool.Record.Traits.SlotsPerNode && pool.Nodes.Count > 0)
        {
            throw Errors.OperationInvalidForCurrentState.With(("Reason", "taskSlotsPerNode can only be changed while the pool has no nodes."));
        }
    }

    private static PoolView View(Call call, PoolEntry pool) => new(
        pool.Record,
        pool.Count(dedicated: true),
        pool.Count(dedicated: false),
        Selection.Expands(call) ? PoolUsage.Of(pool, call.World.Time.GetUtcNow()) : null);

    /// <summary>A pool may only name packages that can be deployed (FACTS C.7).</summary>
    public static void RequirePackages(AccountState account, JsonElement body)
    {
        if (PoolPackages.FirstMissing(account, body) is { } application)
        {
            throw Errors.InvalidApplicationPackageReferences.With((application, "The specified application package does not exist."));
        }
    }
}
