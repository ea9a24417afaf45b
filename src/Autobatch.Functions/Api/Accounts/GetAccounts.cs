using Autobatch.Accounts;
using Autobatch.Batch;
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
    [Summary("The configured Batch accounts: region, endpoint, linked storage, quotas, active jobs, and the worst that the doctor found.")]
    [Answer(200, "The accounts.", "application/json", Body = typeof(AccountListView))]
    public async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/accounts")] HttpRequest request, FunctionContext context)
    {
        Task<DoctorReport[]> reports = Task.WhenAll(accounts.All.Select(a => doctor.RecentAsync(a, context.CancellationToken)));
        EachAccount<int> jobs = await EachAccount.AskAsync(accounts, (a, token) => CountAsync(a.Data, token), context.CancellationToken);
        BatchAccountFacts[] known = await Task.WhenAll(accounts.All.Select(a => facts.OfAsync(a, context.CancellationToken)));
        Dictionary<string, DoctorReport> found = (await reports).ToDictionary(r => r.Account, StringComparer.Ordinal);
        return JsonAnswer.Of(
            new AccountListView([.. accounts.All.Zip(known, (a, f) => View(a, f, jobs, found[a.Name]))]), AppJson.Default.AccountListView);
    }

    private static AccountView View(BatchAccount account, BatchAccountFacts facts, EachAccount<int> jobs, DoctorReport report) => new()
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
        ActiveJobs = jobs.Answers.TryGetValue(account.Name, out int active) ? active : null,
        Doctor = DoctorView.NameOf(report.Worst),
        Unreachable = jobs.Unreachable.GetValueOrDefault(account.Name) ?? facts.Unknown,
    };

    private static async Task<int> CountAsync(BatchDataClient batch, CancellationToken cancellationToken)
    {
        int jobs = 0;
        await foreach (JobState _ in batch.ListJobsAsync(new ListQuery { Filter = "state eq 'active'", Select = "id" }, cancellationToken))
        {
            jobs++;
        }

        return jobs;
    }
}
