using System.Text.Json;
using Autobatch.Accounts.Doctor;
using Autobatch.Batch;
using Autobatch.Placement;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>What the doctor asks Batch itself.</summary>
internal static class BatchProbe
{
    private const string Dedicated = "currentDedicatedNodes";
    private const string LowPriority = "currentLowPriorityNodes";

    /// <summary>Whether Batch lets the app in.</summary>
    public static async Task<DoctorCheck> AnswersAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (JobState _ in account.Data.ListJobsAsync(new ListQuery { Select = "id", MaxResults = 1 }, cancellationToken))
            {
                break;
            }

            return DoctorCheck.Ok(CheckNames.Credentials, $"Batch answers at {account.Data.Endpoint.Authority} to the app's {(account.UsesKey ? "key" : "identity")}.");
        }
        catch (BatchException e) when (e.Status is 401 or 403)
        {
            return DoctorCheck.Problem(
                CheckNames.Credentials,
                $"Batch refuses the app's {(account.UsesKey ? "key" : "identity")}: {e.Status} {e.Code}.",
                account.UsesKey ? "Set Name and Key of the same account; see the check 'key'." : "Give the app's identity the role Azure Batch Data Contributor.");
        }
        catch (BatchException e) when (!e.IsTransient)
        {
            return DoctorCheck.Problem(CheckNames.Credentials, $"{account.Data.Endpoint.Authority} answered {e.Status} {e.Code}.", "Check Endpoint: it is the account's URL, not a resource id.");
        }
    }

    /// <summary>What the account holds, and its pools in REST words.</summary>
    public static async Task<(QuotaUse Use, IReadOnlyList<JsonElement> Pools)> UseAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        Task<int> jobs = account.Data.ListJobsAsync(
            new ListQuery { Filter = $"state eq {ODataFilter.Text(JobStates.Active)}", Select = "id" }, cancellationToken).CountAsync(cancellationToken).AsTask();
        Task<List<JsonElement>> listed = account.Data.ListPoolJsonAsync(
            new ListQuery { Select = "id,vmSize,currentDedicatedNodes,currentLowPriorityNodes,identity,mountConfiguration" }, cancellationToken).ToListAsync(cancellationToken).AsTask();
        await Task.WhenAll(jobs, listed);
        List<JsonElement> pools = await listed;
        return (
            new QuotaUse(
                await jobs,
                pools.Count,
                pools.Sum(p => Number(p, Dedicated)),
                pools.Sum(p => Number(p, LowPriority)),
                Cores(pools, Dedicated),
                Cores(pools, LowPriority)),
            pools);
    }

    private static int? Cores(List<JsonElement> pools, string nodes)
    {
        int? sum = 0;
        foreach (JsonElement pool in pools.Where(p => Number(p, nodes) > 0))
        {
            sum += Number(pool, nodes) * VmCores.Of(pool.TryGetProperty("vmSize", out JsonElement size) ? size.GetString() : null);
        }

        return sum;
    }

    private static int Number(JsonElement pool, string name) => pool.TryGetProperty(name, out JsonElement number) ? number.GetInt32() : 0;
}
