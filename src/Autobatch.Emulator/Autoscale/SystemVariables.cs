using System.Collections.Frozen;

namespace Autobatch.Emulator.Autoscale;

/// <summary>The names that the service defines (FACTS C.8).</summary>
internal static class SystemVariables
{
    public const string TargetDedicated = "$TargetDedicatedNodes";
    public const string TargetLowPriority = "$TargetLowPriorityNodes";
    public const string DeallocationOption = "$NodeDeallocationOption";

    /// <summary>Values of $NodeDeallocationOption, written without quotes.</summary>
    public static readonly FrozenSet<string> DeallocationOptions = FrozenSet.Create(StringComparer.Ordinal, "requeue", "terminate", "taskcompletion", "retaineddata");

    /// <summary>Older names of the targets.</summary>
    private static readonly FrozenDictionary<string, string> s_aliases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["$TargetDedicated"] = TargetDedicated,
        ["$TargetLowPriority"] = TargetLowPriority,
        ["$CurrentDedicated"] = "$CurrentDedicatedNodes",
        ["$CurrentLowPriority"] = "$CurrentLowPriorityNodes",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Sampled variables: what each takes from a sample.</summary>
    public static readonly FrozenDictionary<string, Func<PoolSample, double>> Sampled = new Dictionary<string, Func<PoolSample, double>>(StringComparer.Ordinal)
    {
        ["$ActiveTasks"] = sample => sample.Active,
        ["$RunningTasks"] = sample => sample.Running,
        ["$PendingTasks"] = sample => sample.Active + sample.Running,
        ["$SucceededTasks"] = sample => sample.Succeeded,
        ["$FailedTasks"] = sample => sample.Failed,
        ["$CurrentDedicatedNodes"] = sample => sample.Dedicated,
        ["$CurrentLowPriorityNodes"] = sample => sample.LowPriority,
        ["$PreemptedNodeCount"] = sample => sample.Preempted,
        ["$SampleNodeCount"] = sample => sample.Dedicated + sample.LowPriority,
        ["$UsableNodeCount"] = sample => sample.Usable,

        // A node here is a share of one machine and has no such numbers. A busy slot stands for a busy processor; what cannot be told is nothing.
        ["$CPUPercent"] = sample => sample.Slots == 0 ? 0 : (double)sample.UsedSlots / sample.Slots,
        ["$WallClockSeconds"] = _ => 0,
        ["$MemoryBytes"] = _ => 0,
        ["$DiskBytes"] = _ => 0,
        ["$DiskReadBytes"] = _ => 0,
        ["$DiskWriteBytes"] = _ => 0,
        ["$DiskReadOps"] = _ => 0,
        ["$DiskWriteOps"] = _ => 0,
        ["$NetworkInBytes"] = _ => 0,
        ["$NetworkOutBytes"] = _ => 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Lengths of time.</summary>
    public static readonly FrozenDictionary<string, TimeSpan> Intervals = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        ["TimeInterval_Zero"] = TimeSpan.Zero,
        ["TimeInterval_100ns"] = TimeSpan.FromTicks(1),
        ["TimeInterval_Microsecond"] = TimeSpan.FromMicroseconds(1),
        ["TimeInterval_Millisecond"] = TimeSpan.FromMilliseconds(1),
        ["TimeInterval_Second"] = TimeSpan.FromSeconds(1),
        ["TimeInterval_Minute"] = TimeSpan.FromMinutes(1),
        ["TimeInterval_Hour"] = TimeSpan.FromHours(1),
        ["TimeInterval_Day"] = TimeSpan.FromDays(1),
        ["TimeInterval_Week"] = TimeSpan.FromDays(7),
        ["TimeInterval_Year"] = TimeSpan.FromDays(365),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The present name of a variable.</summary>
    public static string Present(string name) => s_aliases.GetValueOrDefault(name, name);

    /// <summary>Whether a formula may set it.</summary>
    public static bool IsReadOnly(string name) => Sampled.ContainsKey(name);
}
