using System.Net;
using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

public sealed class RerunPurgeTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rerun_of_a_rerun_has_its_input_files_though_the_first_run_is_purged_and_all_goes_with_the_last()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        Leftovers left = new(app);
        using TemporaryFolder mended = new();
        await app.InputAsync("chain/b.txt", "b");
        await app.InputAsync("chain/d.txt", "d");
        string first = await app.EndAsync(
            app.DropAsync("Jobs", "chain.job.json", TestManifests.PerFile(app, "chain", "chain/", $"/bin/sh -c 'cat {{fileName}} && test {{fileName}} = b.txt -o -e {mended["yes"]}'")),
            "CompletedWithFailures");
        string second = await app.EndAsync(app.RerunAsync(first, "?only=failed"), "CompletedWithFailures");

        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(first, PurgeScope.All));
        Assert.DoesNotContain(await left.BlobsAsync(first), name => name.EndsWith("/manifest.json", StringComparison.Ordinal) || name.EndsWith("/result.json", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"api/runs/{first}", Cancel)).StatusCode);

        await app.InputAsync("chain/a.txt", "a");
        await File.WriteAllTextAsync(mended["yes"], "", Cancel);
        string third = await app.EndAsync(app.RerunAsync(second, "?only=failed"), "Completed");
        JsonElement result = await app.ReadJsonAsync("Results", $"{third}/result.json");
        Assert.Equal(["1"], result.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()));
        Assert.Equal("d", (await app.Blobs("Outputs").GetBlobClient($"{first}/1/stdout.txt").DownloadContentAsync(Cancel)).Value.Content.ToString());

        // At once, as a sweep does it: one of the two must see that it is the last.
        Assert.All(await Task.WhenAll(app.PurgeAsync(second, PurgeScope.All), app.PurgeAsync(third, PurgeScope.All)), p => Assert.Equal(PurgeProgress.Done, p));
        foreach (string id in (string[])[first, second, third])
        {
            await left.NoneAsync(id);
        }

        TableEntity tombstone = Assert.Single(await left.RowsAsync());
        Assert.Equal(first, tombstone.GetString("Id"));
    }

    [Fact]
    public async Task Outputs_that_a_rerun_shares_go_when_the_last_of_both_is_old_enough_though_the_records_stay()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string first = await app.EndAsync(app.DropAsync("Jobs", "old.job.json", TestManifests.Commands("old", "/bin/echo a", "/bin/false")), "CompletedWithFailures");
        string second = await app.EndAsync(app.RerunAsync(first, "?only=failed"), "CompletedWithFailures");

        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(first, PurgeScope.Outputs));
        Assert.True(await app.Blobs("Outputs").GetBlobClient($"{first}/t0/stdout.txt").ExistsAsync(Cancel), "the rerun has them still");
        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(second, PurgeScope.Outputs));
        Assert.False(await app.Blobs("Outputs").GetBlobClient($"{first}/t0/stdout.txt").ExistsAsync(Cancel), "nobody has them any more");

        using HttpResponseMessage refused = await app.PostRerunAsync(second, "?only=failed");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("RunPurged", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await app.EndAsync(app.RerunAsync(second, ""), "CompletedWithFailures");
    }

    [Fact]
    public async Task Purge_waits_for_a_rerun_that_was_taken_in_and_a_run_whose_purge_began_takes_none()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string first = await app.EndAsync(app.DropAsync("Jobs", "window.job.json", TestManifests.Commands("window", "/bin/true", "/bin/false")), "CompletedWithFailures");
        LedgerKey key = await app.SettledAsync(first);
        (RunLedger ledger, RerunLinks links) = (app.Services.GetRequiredService<RunLedger>(), app.Services.GetRequiredService<RerunLinks>());
        LedgerEntry run = (await ledger.FindAsync(first, Cancel))!;
        LedgerEntry claim = run with { Id = new string('a', 32), CreatedAt = app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), RerunOf = first, RerunOnly = "failed" };

        // As a request does it that is just between its link and its claim.
        Assert.True(await links.TryAddAsync(run, claim, Cancel));
        Assert.Equal(PurgeProgress.Awaited, await app.PurgeAsync(key, PurgeScope.All, Cancel));
        Assert.True(await app.Blobs("Results").GetBlobClient($"{first}/result.json").ExistsAsync(Cancel), "the rerun still reads it");

        // And one that had read the run before its purge began.
        Assert.False(await links.TryAddAsync(run, claim with { Id = new string('b', 32) }, Cancel));
        using HttpResponseMessage refused = await app.PostRerunAsync(first, "?only=failed");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        await links.RemoveAsync(first, claim.Id, Cancel);
        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(key, PurgeScope.All, Cancel));
    }

    [Fact]
    public async Task Purged_rerun_is_told_no_more_and_a_run_that_is_being_purged_does_not_run_again()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string first = await app.EndAsync(app.DropAsync("Jobs", "told.job.json", TestManifests.Commands("told", "/bin/true")), "Completed");
        string second = await app.EndAsync(app.RerunAsync(first, ""), "Completed");
        string third = await app.EndAsync(app.RerunAsync(first, ""), "Completed");
        Assert.Equal(PurgeProgress.Done, await app.PurgeAsync(third, PurgeScope.All));
        Assert.Equal([second], (await app.GetAsync($"api/runs/{first}")).GetProperty("reruns").EnumerateArray().Select(r => r.GetString()));

        LedgerEntry run = (await app.Services.GetRequiredService<RunLedger>().FindAsync(second, Cancel))!;
        await app.Services.GetRequiredService<RunRows>().MarkAsync(run.Key, new LedgerPatch { PurgeBeganAt = run.EndedAt }, Cancel);
        using HttpResponseMessage refused = await app.PostRerunAsync(second, "");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("RunPurged", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }
}
