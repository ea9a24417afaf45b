using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Histories;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>Makes the histories of reruns, <c>default.txt</c> and retention, as <see cref="RecordHistories"/> makes the others.</summary>
public sealed class RecordRerunsAndRetention(AppFixture fixture)
{
    private const int MostSweeps = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Write_the_histories_of_reruns_default_versions_and_retention()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Retention:Runs", "PT1S"), ("Autobatch:Retention:Results", "PT1S"), ("Autobatch:Retention:Outputs", "PT1S"));
        Recorder recorder = new(app);
        string first = await app.DropAsync("Jobs", "again.job.json", TestManifests.Commands("again", "/bin/true", "/bin/false"));
        await app.EndOfAsync(first);
        string failed = await RerunAsync(app, first, "?only=failed");
        await recorder.SaveAsync("run-rerun-failed", Ids.RunInstance(failed));
        await recorder.SaveAsync("addtasks-rerun-failed", Ids.WindowInstance(failed, 0));
        await recorder.SaveAsync("run-rerun-whole", Ids.RunInstance(await RerunAsync(app, first, "")));

        string application = Registrations.Unique();
        await app.RegisterAsync(application, "1", Zips.Of(("a.txt", "a")));
        await recorder.SaveAsync("setdefault-applied", await DefaultAsync(app, application, "1"));
        await recorder.SaveAsync("setdefault-refused", await DefaultAsync(app, application, "no/version"));

        (string sweep, IReadOnlyList<HistoryEvent> purging) = await SweptAsync(app);
        await Recorder.WriteAsync("retention-runs", purging);
        await recorder.SaveAsync("retention-ended", sweep);
    }

    private static async Task<string> RerunAsync(RunningApp app, string id, string query)
    {
        using HttpResponseMessage answer = await app.Http.PostAsync($"api/runs/{id}/rerun{query}", null, Token);
        string again = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString()!;
        Assert.Equal(RunStatus.CompletedWithFailures, (await app.EndOfAsync(again)).GetProperty("status").GetString());
        return again;
    }

    private static async Task<string> DefaultAsync(RunningApp app, string application, string version)
    {
        string id = await app.DropAsync("Packages", $"{application}/default.txt", BinaryData.FromString(version));
        await app.EndOfAsync(id);
        return PackageInput.Instance(id);
    }

    /// <summary>A sweep that purged a run, with its first generation, which is there only while the second one is.</summary>
    private static async Task<(string Instance, IReadOnlyList<HistoryEvent> First)> SweptAsync(RunningApp app)
    {
        DurableTaskClient client = app.Services.GetRequiredService<DurableTaskClient>();
        TimeProvider time = app.Services.GetRequiredService<TimeProvider>();
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            await app.EndOfAsync(await app.DropAsync("Jobs", $"purged{sweep}.job.json", TestManifests.Commands("purged", "/bin/true")));
            RetentionState start = new(time.GetUtcNow().AddMinutes(1), RetentionStage.Runs, null);
            string id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(ApplyRetention), start, new StartOrchestrationOptions($"retention-{sweep}"), Token);
            IReadOnlyList<HistoryEvent> first = [];
            await Wait.UntilAsync(
                async () =>
                {
                    IReadOnlyList<HistoryEvent> read = HistoryRecorder.Read(Recorder.Database(app), id, 0);
                    first = read.OfType<ContinueAsNew>().Any() ? read : first;
                    return first.Count > 0 || (await client.GetInstanceAsync(id, Token))?.IsCompleted == true;
                },
                "the sweep has ended",
                TimeSpan.FromMinutes(3),
                Token);
            if (first.OfType<TaskScheduled>().Any(call => call.Name == nameof(PurgeRun)))
            {
                return (id, first);
            }
        }

        throw new InvalidOperationException("No first generation of a sweep was met; try again.");
    }
}
