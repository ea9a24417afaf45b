using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>The rules in force, in the order of the document, and kept with the state. Under the gate.</summary>
internal sealed class FaultBook(World world)
{
    /// <summary>A document without rules.</summary>
    public static JsonElement NoRules { get; } = JsonElement.Parse("""{"rules":[]}"""u8);

    /// <summary>All rules, those that have acted often enough too.</summary>
    public IReadOnlyList<ActiveFault> Rules { get; private set; } = [];

    /// <summary>A new document takes the place of the old one.</summary>
    public void Replace(JsonElement document, IReadOnlyList<ActiveFault> rules)
    {
        Load(rules);
        world.Put(document, Counts());
    }

    /// <summary>The rules of a document that is kept already.</summary>
    public void Load(IReadOnlyList<ActiveFault> rules)
    {
        Rules = rules;
        foreach (var rule in rules)
        {
            rule.Used = () => world.Put(null, Counts());
        }
    }

    private FaultCounts Counts() => new(Rules.ToDictionary(rule => rule.Id, rule => rule.Applied, StringComparer.OrdinalIgnoreCase));

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

    /// <summary>How the node fares that wants this of a storage account, or null when no rule speaks of it; counts as one time.</summary>
    public StorageOutcome? TakeStorageRefusal(NodeEntry node, string storageAccount, StorageUse use)
    {
        foreach (var (fault, rule) in Of<StorageAccessRule>())
        {
            if (rule.Matches(node, storageAccount, use))
            {
                fault.Use();
                return rule.Outcome;
            }
        }

        return null;
    }

    /// <summary>The exit code with which the start task of this node's start fails, or null; counts as one time.</summary>
    public int? TakeStartTaskFailure(NodeEntry node)
    {
        foreach (var (fault, rule) in Of<StartTaskFailedRule>())
        {
            if (rule.Target.Matches(node))
            {
                fault.Use();
                return rule.ExitCode;
            }
        }

        return null;
    }
}
