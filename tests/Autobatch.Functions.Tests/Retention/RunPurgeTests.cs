using Autobatch.Functions.Ledger;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

public sealed class RunPurgeTests(AppFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purge_that_is_cut_off_again_and_again_ends_right()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        Leftovers left = new(app);
        string id = await app.DropAsync("Jobs", "cut.job.json", TestManifests.Commands("cut", "/bin/echo a", "/bin/echo b"));
        LedgerKey key = await app.SettledAsync(id);

        // A millisecond more each time, so that every step is once the one that is cut off.
        PurgeProgress progress = PurgeProgress.More;
        int cuts = 0;
        for (int patience = 1; progress != PurgeProgress.Done; patience++)
        {
            using CancellationTokenSource cut = new(TimeSpan.FromMilliseconds(patience), TimeProvider.System);
            try
            {
                progress = await app.PurgeAsync(key, PurgeScope.All, cut.Token);
            }
            catch (OperationCanceledException)
            {
                cuts++;
            }
        }

        Assert.True(cuts > 0, "nothing was cut off");
        TableEntity row = Assert.Single(await left.RowsAsync());
        Assert.Equal(id, row.GetString("Id"));
        await left.NoneAsync(id);
        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(key, PurgeScope.All, Token));
    }

    [Fact]
    public async Task A_run_that_goes_on_is_not_purged()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string id = await app.DropAsync("Jobs", "busy.job.json", TestManifests.Commands("busy", "/bin/sleep 600"));
        LedgerEntry? run = null;
        await Wait.UntilAsync(
            async () => (run = await app.Services.GetRequiredService<RunLedger>().FindAsync(id, Token))?.JobId is not null, "the run has a job", TimeSpan.FromSeconds(60), Token);
        Assert.Equal(PurgeProgress.NotEnded, await app.PurgeAsync(run!.Key, PurgeScope.All, Token));
        Assert.NotEmpty(await new Leftovers(app).InstancesAsync(id));
        using HttpResponseMessage cancel = await app.Http.PostAsync($"api/runs/{id}/cancel", null, Token);
        Assert.Equal("Canceled", (await app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_blob_that_is_overwritten_keeps_the_row_of_its_new_version_only()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        Leftovers left = new(app);
        string first = await app.DropAsync("Jobs", "twice.job.json", TestManifests.Commands("first", "/bin/true"));
        LedgerKey firstKey = await app.SettledAsync(first);
        string second = await app.DropAsync("Jobs", "twice.job.json", TestManifests.Commands("second", "/bin/true"));
        LedgerKey secondKey = await app.SettledAsync(second);

        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(firstKey, PurgeScope.All, Token));
        Assert.DoesNotContain(await left.RowsAsync(), row => row.GetString("Id") == first || row.PartitionKey == first);
        Assert.Equal("Completed", (await app.GetAsync($"api/runs/{second}")).GetProperty("status").GetString());

        await app.Blobs("Jobs").GetBlobClient("twice.job.json").DeleteAsync(cancellationToken: Token);
        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(secondKey, PurgeScope.All, Token));
        Assert.Empty(await left.RowsAsync());
        await left.NoneAsync(first);
        await left.NoneAsync(second);
    }

    [Fact]
    public async Task Outputs_that_a_rerun_shares_go_with_the_last_of_both()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        Leftovers left = new(app);
        string first = await app.DropAsync("Jobs", "shared.job.json", TestManifests.Commands("shared", "/bin/echo a"));
        LedgerKey key = await app.SettledAsync(first);
        RunLedger ledger = app.Services.GetRequiredService<RunLedger>();
        LedgerEntry again = (await ledger.FindAsync(first, Token))! with { Id = new string('a', 32), Container = null, JobId = null, RerunOf = first, OutputsOf = first };
        await ledger.ClaimAsync(again, Token);
        await ledger.ListAsync(again, Token);
        await ledger.UpdateAsync(key, new LedgerPatch { RerunBy = again.Id }, Token);

        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(key, PurgeScope.All, Token));
        Assert.All(await left.BlobsAsync(first), name => Assert.StartsWith(app.Container("Outputs"), name, StringComparison.Ordinal));
        Assert.NotEmpty(await left.BlobsAsync(first));
        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(again.Key, PurgeScope.All, Token));
        Assert.Empty(await left.BlobsAsync(first));
    }
}
