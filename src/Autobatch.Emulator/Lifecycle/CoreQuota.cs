using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>How many nodes the core quota still allows. It is looked at when nodes are allocated (FACTS C.9).</summary>
internal static class CoreQuota
{
    /// <summary>Nodes of the pool's size that fit.</summary>
    public static int Room(PoolEntry pool, bool dedicated)
    {
        var used = pool.Account.Pools.Values.Sum(other => other.Count(dedicated) * other.Cores);
        return Math.Max(0, Of(pool.Account.Quotas, dedicated) - used) / pool.Cores;
    }

    /// <summary>The quota of one kind of nodes.</summary>
    public static int Of(AccountQuotas quotas, bool dedicated) => dedicated ? quotas.DedicatedCores : quotas.LowPriorityCores;
}
