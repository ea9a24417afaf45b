using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Audit;

public sealed class SweepTests(AppFixture fixture)
{
    private static readonly (string, string)[] s_often = [("Autobatch:Sweep:Schedule", "* * * * * *"), ("Autobatch:Sweep:Patience", "00:00:00")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_job_is_left_active_after_kills_and_cancels_in_the_middle_of_many_runs()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, o => o with { ActiveJobQuota = 16 }, [.. s_often, ("Autobatch:Audit:Schedule", "* * * * * *")]);
        List<string> ids = [];
        for (int round = 0; round < 3; round++)
        {
            ids.AddRange(await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => app.DropAsync("Jobs", $"c{round}-{i}.job.json", TestManifests.Commands($"c{round}-{i}", $"/bin/sleep 0.{i}")))));
            foreach (string id in ids.TakeLast(8).Where((_, i) => i % 3 == round))
            {
                using HttpResponseMessage _ = await app.Http.PostAsync($"api/runs/{id}/cancel", null, Cancel);
            }

            await app.KillAsync();
        }

        JsonElement[] runs = await Task.WhenAll(ids.Select(id => app.EndOfAsync(id, TimeSpan.FromMinutes(3))));

        Assert.All(runs, run => Assert.True(run.GetProperty("status").GetString() is "Completed" or "Canceled", run.ToString()));
        await Wait.UntilAsync(async () => (await ActiveAsync(app)).Count == 0, "no job is active", TimeSpan.FromSeconds(60), Cancel);
        await Wait.UntilAsync(async () => await PlacesAsync(app) == 0, "nobody is at the gate", TimeSpan.FromSeconds(60), Cancel);
    }

    [Fact]
    public async Task Jobs_of_ours_whose_run_is_over_or_unknown_are_terminated_and_those_of_others_are_not()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. s_often, ("Autobatch:Sweep:UnknownAfter", "00:00:00")]);
        string over = await app.DropAsync("Jobs", "over.job.json", TestManifests.Commands("over", "/bin/true"));
        await app.EndOfAsync(over);
        string unknown = Ids.ForIdempotencyKey("unknown");
        string us = app.Services.GetRequiredService<AppIdentity>().Id;
        await JobAsync(app, "foreign-none");
        await JobAsync(app, "foreign-app", (Ids.RunMetadataName, unknown), (Ids.AppMetadataName, "another"));
        await JobAsync(app, "foreign-old", (Ids.RunMetadataName, unknown));
        await JobAsync(app, "ours-unknown", (Ids.RunMetadataName, unknown), (Ids.AppMetadataName, us));
        await JobAsync(app, "ours-over", (Ids.RunMetadataName, over));

        await Wait.UntilAsync(
            async () => !(await ActiveAsync(app)).Any(id => id.StartsWith("ours", StringComparison.Ordinal)), "ours are terminated", cancellationToken: Cancel);

        Assert.Equal(["foreign-app", "foreign-none", "foreign-old"], (await ActiveAsync(app)).Order());
    }

    [Fact]
    public async Task Job_that_its_manifest_keeps_stays_and_its_place_is_given_back_once_somebody_ends_it()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => o with { ActiveJobQuota = 3 }, s_often);
        string kept = await app.DropAsync(
            "Jobs", "kept.job.json", """{ "schemaVersion": "1.0", "id": "kept", "onAllTasksComplete": "noaction", "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }""");
        JsonElement run = await app.EndOfAsync(kept);
        string next = await app.DropAsync("Jobs", "next.job.json", TestManifests.Commands("next", "/bin/true"));
        await app.WaitingAsync(next, "WaitingForQuota");

        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal([run.GetProperty("jobId").GetString()!], await ActiveAsync(app));
        await app.Batch.TerminateJobAsync(run.GetProperty("jobId").GetString()!, cancellationToken: Cancel);
        Assert.Equal("Completed", (await app.EndOfAsync(next)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ended_jobs_go_when_settings_say_so_though_the_run_could_not_delete_its_own()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_often);
        string id = await app.DropAsync("Jobs", "deleted.job.json", TestManifests.Commands("deleted", "/bin/true"));
        await app.EndOfAsync(id);

        await app.RestartAsync(("Autobatch:Runs:DeleteJobs", "true"));

        await Wait.UntilAsync(
            async () => !await app.Batch.ListJobsAsync(cancellationToken: Cancel).AnyAsync(Cancel), "the job is gone", TimeSpan.FromSeconds(60), Cancel);
    }

    private static Task JobAsync(RunningApp app, string id, params (string Name, string Value)[] metadata) => app.Batch.CreateJobAsync(
        Encoding.UTF8.GetBytes($$"""
            { "id": "{{id}}", "poolInfo": { "poolId": "none" },
              "metadata": [ {{string.Join(", ", metadata.Select(m => $$"""{ "name": "{{m.Name}}", "value": "{{m.Value}}" }"""))}} ] }
            """),
        Cancel);

    private static async Task<List<string>> ActiveAsync(RunningApp app)
    {
        List<string> active = [];
        await foreach (JobState job in app.Batch.ListJobsAsync(cancellationToken: Cancel))
        {
            if (job.State != JobStates.Completed)
            {
                active.Add(job.Id);
            }
        }

        return active;
    }

    private static async Task<int> PlacesAsync(RunningApp app)
    {
        int places = 0;
        await foreach (Azure.Data.Tables.TableEntity row in app.Services.GetRequiredService<AppStorage>().Ledger
            .QueryAsync<Azure.Data.Tables.TableEntity>($"PartitionKey eq 'gate-{RunningApp.Account}' and RowKey ne 'state'", cancellationToken: Cancel))
        {
            places += row.RowKey.Length > 0 ? 1 : 0;
        }

        return places;
    }
}
