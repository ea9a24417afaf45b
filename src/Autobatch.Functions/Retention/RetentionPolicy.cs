using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;

namespace Autobatch.Functions.Retention;

/// <summary>Which runs are old enough for what.</summary>
internal static class RetentionPolicy
{
    /// <summary>What is due of an ended run.</summary>
    public static PurgeScope Due(RetentionOptions options, LedgerEntry run, DateTimeOffset now)
    {
        if (run.Kind != LedgerKind.Run || !LedgerState.IsSettled(run.State) || run.EndedAt is not { } ended)
        {
            return PurgeScope.None;
        }

        bool IsOld(TimeSpan? age) => age is { } most && now - ended >= most;
        return (IsOld(options.Results) && run.ResultsPurgedAt is null ? PurgeScope.Results : PurgeScope.None)
            | (IsOld(options.Outputs) && run.OutputsPurgedAt is null ? PurgeScope.Outputs : PurgeScope.None)
            | (IsOld(options.Runs) ? PurgeScope.Record : PurgeScope.None);
    }

    /// <summary>Runs that ended later are not due for anything.</summary>
    public static DateTimeOffset Cutoff(RetentionOptions options, DateTimeOffset now)
    {
        TimeSpan[] ages = [.. new[] { options.Runs, options.Results, options.Outputs }.OfType<TimeSpan>()];
        return ages.Length == 0 ? DateTimeOffset.MinValue : now - ages.Min();
    }
}
