using System.Collections.Concurrent;
using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Identity;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>
/// Looks an account over. Everything that asks somebody runs at the same time with a limit of its own, so an endpoint that hangs costs
/// one line and the time of one check.
/// </summary>
internal sealed class AccountDoctor(AccountFacts facts, ClockProbe clock, EventsProbe events, AutoStorage storage, AppOptions options, TimeProvider time)
{
    private static readonly List<string> s_order = [.. CheckNames.All];
    private static readonly TimeSpan s_goodFor = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, DoctorReport> _last = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks the account over now, with facts asked for anew.</summary>
    public async Task<DoctorReport> ExamineAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        facts.Forget(account.Name);
        Task<BatchAccountFacts> told = facts.OfAsync(account, cancellationToken);
        Task<DoctorCheck> answer = LimitedAsync(
            token => BatchProbe.AnswersAsync(account, token),
            DoctorCheck.Problem(CheckNames.Credentials, $"Batch did not answer at {account.Data.Endpoint.Authority} in {options.Doctor.Timeout.TotalSeconds:0} s.", "Check Endpoint, and the network between."),
            cancellationToken);
        List<Task<DoctorCheck>> asked =
        [
            answer,
            LimitedAsync(token => clock.CompareAsync(account, token), DoctorCheck.Unknown(CheckNames.Clock, "Batch did not tell its time."), cancellationToken),
            LimitedAsync(token => KeyProbe.AgreesAsync(account, token), DoctorCheck.Unknown(CheckNames.Key, "Resource Manager did not tell the account's keys."), cancellationToken),
            EventsAsync(told, cancellationToken),
        ];
        Task<DoctorCheck[]> use = UseAsync(account, told, answer, cancellationToken);
        BatchAccountFacts known = await told;
        DoctorCheck[] found = [.. await Task.WhenAll(asked), .. await use];
        DoctorReport report = new(
            account.Name,
            time.GetUtcNow(),
            [.. FactChecks.Of(account.Configured, known, storage.Service.Uri).Concat(found).OrderBy(c => s_order.IndexOf(c.Name))],
            StorageMatrix.Of(known));
        _last[account.Name] = report;
        return report;
    }

    /// <summary>The last report, or a new one when it is some minutes old.</summary>
    public async Task<DoctorReport> RecentAsync(BatchAccount account, CancellationToken cancellationToken) =>
        _last.TryGetValue(account.Name, out DoctorReport? last) && time.GetUtcNow() - last.CheckedAt < s_goodFor ? last : await ExamineAsync(account, cancellationToken);

    // Who does not answer is asked nothing more.
    private async Task<DoctorCheck[]> UseAsync(BatchAccount account, Task<BatchAccountFacts> told, Task<DoctorCheck> answer, CancellationToken cancellationToken)
    {
        DoctorCheck quota = DoctorCheck.Unknown(CheckNames.Quota, "Batch did not tell what is in use.");
        DoctorCheck pools = DoctorCheck.Unknown(CheckNames.Pools, "Batch did not tell its pools.");
        if ((await answer).State == CheckState.Ok)
        {
            BatchAccountFacts known = await told;
            quota = await LimitedAsync(
                async token =>
                {
                    (QuotaUse use, IReadOnlyList<JsonElement> there) = await BatchProbe.UseAsync(account, token);
                    pools = PoolsCheck.Of(known, there);
                    return QuotaCheck.Of(known, use);
                },
                quota,
                cancellationToken);
        }

        return [quota, pools];
    }

    private async Task<DoctorCheck> EventsAsync(Task<BatchAccountFacts> told, CancellationToken cancellationToken) => await LimitedAsync(
        async token => await events.FindAsync(await told, token), DoctorCheck.Unknown(CheckNames.Events, "Resource Manager did not tell of event subscriptions."), cancellationToken);

    private async Task<DoctorCheck> LimitedAsync(Func<CancellationToken, Task<DoctorCheck>> check, DoctorCheck otherwise, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(options.Doctor.Timeout, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await check(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return otherwise;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or HttpRequestException or IOException or AuthenticationFailedException)
        {
            return e is RequestFailedException { Status: > 0 } failed ? otherwise with { Line = $"{otherwise.Line} ({failed.Status} {failed.ErrorCode})" } : otherwise;
        }
    }
}
