using System.Collections.Concurrent;
using Autobatch.Functions.Accounts;
using Azure;
using Azure.Identity;
using Azure.ResourceManager.Batch;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>How many active jobs of ours an account may hold: its quota less ten for others, at least one. Read anew each minute.</summary>
internal sealed partial class GateQuotas(BatchAccounts accounts, TimeProvider time, ILogger<GateQuotas> logger)
{
    private const int LeftForOthers = 10;
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (int Bound, DateTimeOffset At)> _read = new(StringComparer.OrdinalIgnoreCase);

    public static int BoundOf(int? quota) => quota is { } known ? Math.Max(1, known - LeftForOthers) : int.MaxValue;

    public async Task<int> BoundAsync(string account, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_read.TryGetValue(account, out (int Bound, DateTimeOffset At) read) && now - read.At < s_fresh)
        {
            return read.Bound;
        }

        int bound;
        try
        {
            bound = BoundOf((await ReadAsync(account, cancellationToken)).ActiveJobAndJobScheduleQuota);
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            // Without the number Batch's own refusal still holds runs back; a run is not lost for it.
            LogUnknown(logger, account, (e as RequestFailedException)?.ErrorCode ?? e.GetType().Name);
            bound = read.At == default ? int.MaxValue : read.Bound;
        }

        _read[account] = (bound, now);
        return bound;
    }

    private async Task<BatchAccountData> ReadAsync(string account, CancellationToken cancellationToken) =>
        (await accounts.Find(account).Resource.GetAsync(cancellationToken)).Value.Data;

    [LoggerMessage(1, LogLevel.Warning, "The quota of account {Account} could not be read: {Code}", EventName = "QuotaUnknown")]
    private static partial void LogUnknown(ILogger logger, string account, string code);
}
