using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>The rules in force, in their order, and kept with the state. Under the gate, except where something else is said.</summary>
internal sealed class FaultBook(World world)
{
    private volatile bool _speaksOfRequests;
    private long _skewTicks;

    /// <summary>All rules, those that have acted often enough too.</summary>
    public IReadOnlyList<ActiveFault> Rules { get; private set; } = [];

    /// <summary>Whether any rule is about requests; read anywhere.</summary>
    public bool SpeaksOfRequests => _speaksOfRequests;

    /// <summary>How wrong the service's clock is; read anywhere.</summary>
    public TimeSpan Skew => new(Interlocked.Read(ref _skewTicks));

    /// <summary>The rule of this id, or null.</summary>
    public ActiveFault? Find(string id) => Rules.FirstOrDefault(fault => string.Equals(fault.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>These rules take the place of all.</summary>
    public void Replace(IReadOnlyList<ActiveFault> rules)
    {
        Load(rules);
        world.Put(FaultDocument.Write(rules), Counts());
    }

    /// <summary>Rules that are kept already.</summary>
    public void Load(IReadOnlyList<ActiveFault> rules)
    {
        Rules = rules;
        _speaksOfRequests = rules.Any(fault => fault.Rule is RequestRule);
        Interlocked.Exchange(ref _skewTicks, rules.Select(fault => fault.Rule).OfType<ClockSkewRule>().FirstOrDefault()?.By.Ticks ?? 0);
        foreach (var rule in rules)
        {
            rule.Counted = () => world.Put(null, Counts());
        }
    }

    /// <summary>The rules of a kind that may still act.</summary>
    public IEnumerable<(ActiveFault Fault, TRule Rule)> Of<TRule>()
        where TRule : FaultRule
    {
        foreach (var fault in Rules)
        {
            if (fault.Rule is TRule rule && fault.Left > 0)
            {
                yield return (fault, rule);
            }
        }
    }

    /// <summary>The first rule about resizes of the pool, or null.</summary>
    public (ActiveFault Fault, ResizeErrorRule Rule)? ResizeError(PoolEntry pool, bool dedicated)
    {
        foreach (var (fault, rule) in Of<ResizeErrorRule>())
        {
            if (rule.Target.Matches(pool) && (rule.Dedicated ?? dedicated) == dedicated)
            {
                return (fault, rule);
            }
        }

        return null;
    }

    /// <summary>How long new nodes of the pool take.</summary>
    public TimeSpan AllocationDelay(PoolEntry pool) =>
        Of<AllocationDelayRule>().Where(found => found.Rule.Target.Matches(pool)).Select(found => found.Rule.Delay).FirstOrDefault();

    /// <summary>How long creating or deleting the account takes.</summary>
    public TimeSpan AccountDelay(string account) =>
        Of<AccountDelayRule>().Where(found => found.Rule.Target.MatchesAccount(account)).Select(found => found.Rule.Delay).FirstOrDefault();

    /// <summary>Whether a transfer of the node fails, wherever from or to; an occasion for each rule that fits.</summary>
    public bool TakeTransferFailure(NodeEntry node, StoragePurpose purpose) =>
        Take<TransferRule>(rule => rule.Purpose == purpose && rule.Target.Matches(node)) is not null;

    /// <summary>How the node fares that wants this of a storage account, or null when no rule speaks of it; an occasion for each rule that fits.</summary>
    public StorageOutcome? TakeStorageRefusal(NodeEntry node, string storageAccount, StorageUse use) =>
        Take<StorageAccessRule>(rule => rule.Matches(node, storageAccount, use))?.Outcome;

    /// <summary>The exit code with which the start task of this node's start fails, or null; an occasion for each rule that fits.</summary>
    public int? TakeStartTaskFailure(NodeEntry node) => Take<StartTaskFailedRule>(rule => rule.Target.Matches(node))?.ExitCode;

    /// <summary>The first rule that fits and acts, or null.</summary>
    private TRule? Take<TRule>(Func<TRule, bool> fits)
        where TRule : FaultRule
    {
        foreach (var (fault, rule) in Of<TRule>())
        {
            if (fits(rule) && fault.Strikes())
            {
                return rule;
            }
        }

        return null;
    }

    private FaultCounts Counts() => new(Counts(rule => rule.Applied)) { Seen = Counts(rule => rule.Seen) };

    private Dictionary<string, TCount> Counts<TCount>(Func<ActiveFault, TCount> count) => Rules.ToDictionary(rule => rule.Id, count, StringComparer.OrdinalIgnoreCase);
}
