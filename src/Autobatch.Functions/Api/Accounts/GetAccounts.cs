using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Doctor;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>GET /api/accounts</c>: the configured accounts with their links, quotas and health.</summary>
internal sealed class GetAccounts(BatchAccounts accounts, AccountFacts facts, AccountDoctor doctor)
{
    [Function(nameof(GetAccounts))]
    [Summary("The configured Batch accounts: region, endpoint, linked storage, quotas and their use, and the worst that the doctor found.")]
    [Answer(200, "The accounts.", "application/json", Body = typeof(AccountListView))]
    public async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/accounts")] HttpRequest request, FunctionContext context)
    {
        Task<DoctorReport[]> reports = Task.WhenAll(accounts.All.Select(a => doctor.RecentAsync(a, context.CancellationToken)));
        EachAccount<QuotaUse> uses = await EachAccount.AskAsync(accounts, async (a, token) => (await BatchProbe.UseAsync(a, token)).Use, context.CancellationToken);
        BatchAccountFacts[] known = await Task.WhenAll(accounts.All.Select(a => facts.OfAsync(a, context.CancellationToken)));
        Dictionary<string, DoctorReport> found = (await reports).ToDictionary(r => r.Account, StringComparer.Ordinal);
        return JsonAnswer.Of(
            new AccountListView([.. accounts.All.Zip(known, (a, f) => View(a, f, uses.Answers.GetValueOrDefault(a.Name), uses.Unreachable.GetValueOrDefault(a.Name), found[a.Name]))]), AppJson.Default.AccountListView);
    }

    private static AccountView View(BatchAccount account, BatchAccountFacts facts, QuotaUse? use, string? unreachable, DoctorReport report) => new()
    {
        Name = account.Name,
        Endpoint = account.Data.Endpoint.AbsoluteUri,
        ResourceId = account.Resource.Id.ToString(),
        Region = facts.Region,
        ETag = facts.ETag,
        AutoStorageAccountId = facts.Link?.StorageAccountId,
        AutoStorageAuthentication = facts.Link?.Authentication.ToString(),
        Quota = facts.IsKnown
            ? new AccountQuotaView(facts.Quotas.ActiveJobs, facts.Quotas.Pools, facts.Quotas.DedicatedCores, facts.Quotas.LowPriorityCores)
            : null,
        ActiveJobs = use?.ActiveJobs,
        Pools = use?.Pools,
        DedicatedCores = use?.DedicatedCores,
        LowPriorityCores = use?.LowPriorityCores,
        Doctor = DoctorView.NameOf(report.Worst),
        Unreachable = unreachable ?? facts.Unknown,
    };
}
