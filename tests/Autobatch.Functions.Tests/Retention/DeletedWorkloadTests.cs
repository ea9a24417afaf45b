using System.Net;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

public sealed class DeletedWorkloadTests(AppFixture fixture)
{
    private const string Gone = "gone";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deleted_workload_is_forgotten_once_nothing_refers_to_it_and_may_come_again()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        AppStorage own = app.Services.GetRequiredService<AppStorage>();
        await app.WorkloadAsync(Gone, WorkloadSteps.Document(""" "maxFiles": 1 """, more: """ "maxActiveTasks": 5, """));
        await app.WorkloadAsync("stays", WorkloadSteps.Document(""" "maxFiles": 1 """));
        await app.FilesAsync(Gone, "a");
        await app.RunsAsync(Gone, 1);
        await app.Blobs("Workloads").DeleteBlobAsync($"{Gone}.workload.json", cancellationToken: Token);
        await app.AuditInputsAsync();

        // Its run refers to it.
        await app.SweepAsync(TimeSpan.FromDays(2));
        Assert.Equal("Deleted", (await app.GetAsync($"api/workloads/{Gone}")).GetProperty("status").GetString());

        // So does a dead letter.
        await app.RestartAsync(("Autobatch:Retention:Runs", "PT1S"));
        DeadLetterBox box = app.Services.GetRequiredService<DeadLetterBox>();
        HomeContainer inputs = new(null, app.Container("Inputs"));
        await box.AddAsync(inputs, $"{Gone}/b", null, ErrorCodes.ArrivalFailed, "a test gave up", 5, Token);
        await app.SweepAsync(TimeSpan.FromDays(2));
        Assert.Empty((await app.GetAsync($"api/runs?workload={Gone}")).GetProperty("runs").EnumerateArray());
        Assert.Equal("Deleted", (await app.GetAsync($"api/workloads/{Gone}")).GetProperty("status").GetString());
        await box.RemoveAsync((await box.FindAsync(inputs, $"{Gone}/b", null, Token))!, Token);

        // It was deleted a moment ago, and somebody may still have its file in hand.
        await app.SweepAsync(TimeSpan.Zero);
        Assert.Equal("Deleted", (await app.GetAsync($"api/workloads/{Gone}")).GetProperty("status").GetString());

        await app.SweepAsync(TimeSpan.FromDays(2));
        await app.SweepAsync(TimeSpan.FromDays(2));
        using (HttpResponseMessage answer = await app.Http.GetAsync($"api/workloads/{Gone}", Token))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Equal("stays", Assert.Single((await app.GetAsync("api/workloads")).GetProperty("workloads").EnumerateArray()).GetProperty("name").GetString());
        List<TableEntity> rows = await own.Ledger.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token);
        Assert.DoesNotContain(rows, r => r.RowKey.Contains(Gone, StringComparison.Ordinal) || r.PartitionKey.EndsWith(Gone, StringComparison.Ordinal));
        Assert.Empty(await own.Runs.GetBlobsAsync(new GetBlobsOptions { Prefix = $"workloads/{Gone}/" }, Token).ToListAsync(Token));

        await WorkloadSteps.StorageClockAsync();
        await app.WorkloadAsync(Gone, WorkloadSteps.Document(""" "maxFiles": 1 """));
        await app.AuditInputsAsync();
        await app.FilesAsync(Gone, "c");
        Assert.Equal(["c"], await app.BatchAsync(Assert.Single(await app.RunsAsync(Gone, 1))));
    }
}
