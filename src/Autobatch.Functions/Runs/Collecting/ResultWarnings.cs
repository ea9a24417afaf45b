using Autobatch.Functions.Placing;
using Autobatch.Results;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>What a reader of a result should know before resting on its numbers.</summary>
internal static class ResultWarnings
{
    /// <summary>Accounts that the run has left and that told nothing of the tasks that succeeded there.</summary>
    public static IEnumerable<RunWarning> OfSilent(IReadOnlyList<(string Account, int Tasks)> silent) => silent.Select(s => new RunWarning(
        RunWarning.AccountSilent,
        $"{s.Tasks} tasks succeeded in account '{s.Account}', which did not tell their times and nodes when the result was made."));

    /// <summary>Jobs that the run left behind in its own account, since a storage key had been made anew.</summary>
    public static IEnumerable<RunWarning> OfKeys(IEnumerable<LeftAccount> left) => left.Where(l => l.JobId is not null).Select(l => new RunWarning(
        RunWarning.StorageKeysRotated,
        $"A storage key was made anew while job '{l.JobId}' ran in account '{l.Account}': the keys were synchronised, nodes were booted, and what had failed ran again. {l.Kept} tasks were kept."));

    /// <summary>Input files that are not what the run had listed, or what the run before had.</summary>
    public static IEnumerable<RunWarning> OfInputs(InputChanges changes, int differ)
    {
        if (changes.Warning is { } changed)
        {
            yield return changed;
        }

        if (differ > 0)
        {
            yield return new RunWarning(RunWarning.InputsDiffer, $"{differ} tasks ran again on inputs that had been written again since the run before.");
        }
    }

    public static IReadOnlyList<RunWarning> Of(RunPlace place, RunBill bill, int repeated, int leftCustomOutputs)
    {
        List<RunWarning> warnings = [];
        if (place.Region is null)
        {
            warnings.Add(new RunWarning(RunWarning.RegionUnknown, "The account's region is unknown: Azure Resource Manager did not tell it."));
        }

        if (repeated > 0)
        {
            warnings.Add(new RunWarning(
                RunWarning.EarlierAttemptsUnknown,
                $"{repeated} tasks ran more than once. Batch knows the last attempt alone: their queue time is unknown, and earlier attempts are not in the cost."));
        }

        if (leftCustomOutputs > 0)
        {
            warnings.Add(new RunWarning(
                RunWarning.CustomOutputsLeft,
                $"{leftCustomOutputs} tasks have a link to their {CustomOutput.FileName}, which was not read: the result holds at most {CustomOutput.MaxTotalInlineBytes} bytes of them."));
        }

        if (bill.Prices is not null && bill.Meter is null)
        {
            warnings.Add(new RunWarning(
                RunWarning.CostUnknown,
                place.Pool is null ? "The cost is unknown: the pool is gone." : $"The cost is unknown: the price table has no vmSize '{place.Pool.VmSize}'."));
        }
        else if (bill.Meter is { Amount: null })
        {
            warnings.Add(new RunWarning(
                RunWarning.CostUnknown,
                $"The cost is unknown: the price table lacks the price of a kind of node (dedicated or lowPriority) of '{place.Pool!.VmSize}'."));
        }

        return warnings;
    }
}
