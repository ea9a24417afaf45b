using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Azure.ResourceManager.Batch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>GET /api/accounts</c>: the configured accounts with their quotas.</summary>
internal sealed class GetAccounts(BatchAccounts accounts)
{
    [Function(nameof(GetAccounts))]
    [Summary("The configured Batch accounts: region, endpoint, linked storage, quotas, active jobs.")]
    [Answer(200, "The accounts.", "application/json", Body = typeof(AccountListView))]
    public async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "accounts")] HttpRequest request, FunctionContext context)
    {
        EachAccount<AccountView> found = await EachAccount.AskAsync(accounts, ReadAsync, context.CancellationToken);
        return JsonAnswer.Of(
            new AccountListView([.. accounts.All.Select(a => found.Answers.GetValueOrDefault(a.Name) ?? Of(a) with { Unreachable = found.Unreachable[a.Name] })]),
            AppJson.Default.AccountListView);
    }

    private static async Task<AccountView> ReadAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        Task<int> jobs = CountAsync(account.Data, cancellationToken);
        BatchAccountData data = (await account.Resource.GetAsync(cancellationToken)).Value.Data;
        return Of(account) with
        {
            Region = data.Location?.Name,
            AutoStorageAccountId = data.AutoStorage?.StorageAccountId?.ToString(),
            Quota = new AccountQuotaView(data.ActiveJobAndJobScheduleQuota, data.PoolQuota, data.DedicatedCoreQuota, data.LowPriorityCoreQuota),
            ActiveJobs = await jobs,
        };
    }

    private static AccountView Of(BatchAccount account) => new()
    {
        Name = account.Name,
        Endpoint = account.Data.Endpoint.AbsoluteUri,
        ResourceId = account.Resource.Id.ToString(),
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
