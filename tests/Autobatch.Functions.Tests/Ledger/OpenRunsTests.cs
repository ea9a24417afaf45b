using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Autobatch.Functions.Tests.Ledger;

public sealed class OpenRunsTests(AppFixture fixture)
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiting_runs_are_found_with_one_query_however_many_runs_have_ended()
    {
        Requests requests = new();
        TableClientOptions options = new();
        options.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        AppStorage storage = new(new TableClient(fixture.Azurite.ConnectionString, AzuriteFixture.UniqueName("open"), options), null!, null!);
        await storage.Ledger.CreateIfNotExistsAsync(Cancel);
        RunLedger ledger = new(storage);
        OpenRuns open = new(storage);
        foreach (LedgerEntry[] some in Enumerable.Range(0, 1200).Select(i => Run(i, RunStatus.Completed)).Chunk(100))
        {
            await storage.Ledger.SubmitTransactionAsync(
                some.Select(e => new TableTransactionAction(TableTransactionActionType.Add, LedgerRows.ToRow(e, LedgerKey.IndexPartition, e.Key.IndexRow))), Cancel);
        }

        LedgerEntry[] runs = [.. Enumerable.Range(1200, 5).Select(i => Run(i, RunStatus.Pending))];
        foreach (LedgerEntry run in runs)
        {
            await ledger.OpenAsync(run, Cancel);
        }

        foreach (LedgerEntry run in runs[1..])
        {
            await ledger.UpdateAsync(run.Key, new LedgerPatch { Status = RunStatus.Waiting, WaitingFor = WaitingReason.WaitingForPool }, Cancel);
        }

        await ledger.UpdateAsync(runs[4].Key, new LedgerPatch { CancelRequestedAt = s_time }, Cancel);
        requests.Count = 0;
        (IReadOnlyList<LedgerEntry> first, string? last) = await open.ListAsync(new RunFilter(RunStatus.Waiting), 2, null, Cancel);
        (IReadOnlyList<LedgerEntry> second, string? end) = await open.ListAsync(new RunFilter(RunStatus.Waiting), 2, last, Cancel);
        (IReadOnlyList<LedgerEntry> cancelling, _) = await open.ListAsync(new RunFilter(RunStatus.Cancelling), 10, null, Cancel);
        Assert.Equal(3, requests.Count);
        Assert.Equal([runs[3].Id, runs[2].Id], first.Select(e => e.Id));
        Assert.Equal([runs[1].Id], second.Select(e => e.Id));
        Assert.Null(end);
        Assert.Equal([runs[4].Id], cancelling.Select(e => e.Id));

        await ledger.UpdateAsync(runs[1].Key, new LedgerPatch { Status = RunStatus.Failed }, Cancel);
        await ledger.CloseAsync(runs[1].Id, Cancel);
        await ledger.UpdateAsync(runs[1].Key, new LedgerPatch { Warning = "late" }, Cancel);
        Assert.DoesNotContain(await ledger.FindOpenAsync(10, Cancel), e => e.Id == runs[1].Id);
    }

    [Fact]
    public async Task Every_open_run_is_found_and_those_from_before_a_time()
    {
        AppStorage storage = new(new TableClient(fixture.Azurite.ConnectionString, AzuriteFixture.UniqueName("open")), null!, null!);
        await storage.Ledger.CreateIfNotExistsAsync(Cancel);
        foreach (LedgerEntry[] some in Enumerable.Range(0, 1100).Select(i => Run(i, RunStatus.Pending)).Chunk(100))
        {
            await storage.Ledger.SubmitTransactionAsync(
                some.Select(e => new TableTransactionAction(TableTransactionActionType.Add, LedgerRows.ToRow(e, LedgerKey.OpenPartition, e.Id))), Cancel);
        }

        OpenRuns open = new(storage);
        Assert.Equal(1100, await open.AllAsync(Cancel).CountAsync(Cancel));
        Assert.Equal(7, await open.CreatedBeforeAsync(s_time.AddSeconds(7), Cancel).CountAsync(Cancel));
    }

    private static LedgerEntry Run(int i, string status) => new()
    {
        Id = $"{i:x32}",
        Kind = LedgerKind.Run,
        State = LedgerState.Scheduled,
        Status = status,
        CreatedAt = s_time.AddSeconds(i),
    };

    private sealed class Requests : HttpPipelineSynchronousPolicy
    {
        public int Count { get; set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
