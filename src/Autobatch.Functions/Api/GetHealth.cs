using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Storage;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/health</c>: 200 when storage, Batch and the task hub answer.</summary>
internal sealed class GetHealth(AutoStorage storage, AppStorage app, BatchAccounts accounts, TimeProvider time)
{
    private const string Ok = "ok";
    private const string Probe = "health-probe";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    [Function(nameof(GetHealth))]
    [Summary("Whether storage, ledger, task hub and every Batch account answer.")]
    [Answer(200, "All of them answer.", "application/json", Body = typeof(HealthView))]
    [Answer(503, "One of them does not.", "application/json", Body = typeof(HealthView))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        using CancellationTokenSource patience = new(s_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.CancellationToken);
        List<(string Name, Task<string> Check)> running =
        [
            ("storage", CheckAsync(async token => (await storage.Results.ExistsAsync(token)).Value ? Ok : "container missing", both.Token)),
            ("ledger", CheckAsync(token => LedgerAsync(app, token), both.Token)),
            ("taskHub", CheckAsync(token => HubAsync(client, token), both.Token)),
            .. accounts.All.Select(a => ($"batch:{a.Name}", CheckAsync(token => BatchAsync(a, token), both.Token))),
        ];
        Dictionary<string, string> checks = [];
        foreach ((string name, Task<string> check) in running)
        {
            checks[name] = await check;
        }

        bool healthy = checks.Values.All(c => c == Ok);
        return JsonAnswer.Of(
            new HealthView(healthy ? "healthy" : "unhealthy", checks),
            AppJson.Default.HealthView,
            healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> LedgerAsync(AppStorage app, CancellationToken cancellationToken)
    {
        await app.Ledger.GetEntityIfExistsAsync<TableEntity>(Probe, Probe, cancellationToken: cancellationToken);
        return Ok;
    }

    private static async Task<string> HubAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.GetInstanceAsync(Probe, cancellationToken);
        return Ok;
    }

    private static async Task<string> BatchAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        await foreach (JobState _ in account.Data.ListJobsAsync(new ListQuery { Select = "id", MaxResults = 1 }, cancellationToken))
        {
            break;
        }

        return Ok;
    }

    private static async Task<string> CheckAsync(Func<CancellationToken, Task<string>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
        catch (Azure.RequestFailedException e)
        {
            return $"failed: {e.Status} {e.ErrorCode}".TrimEnd();
        }
        catch (Exception e)
        {
            // Whatever it is, the probe's answer is that this part does not work; messages may hold addresses or keys.
            return $"failed: {e.GetType().Name}";
        }
    }
}
