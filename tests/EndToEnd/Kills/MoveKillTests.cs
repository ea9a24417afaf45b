using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions;
using Autobatch.Functions.Placing;
using Autobatch.Local.Hosting;
using Autobatch.Placement;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Azure;

namespace Autobatch.EndToEnd.Kills;

public sealed class MoveKillTests
{
    private const int Runs = 3;
    private const int Tasks = 20;
    // Tasks that look at the same moment may both wait, so that fewer may end.
    private const int Free = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_runs_leave_a_drained_account_they_go_on_elsewhere_and_nothing_that_succeeded_runs_again()
    {
        using TemporaryFolder folder = new();
        await using KilledServices services = await KilledServices.StartAsync([], ("Autobatch:Placement:RecordEvery", "00:00:01"));

        // Right after the drain is ordered; while jobs are ended; while the rest is planned. Answers that a step waits for are late, so that it is not over when the kill comes.
        await RoundAsync(services, folder, null, "TerminateJob");
        await RoundAsync(services, folder, nameof(LeaveAccount), "TerminateJob");
        await RoundAsync(services, folder, nameof(PlanMove), "ListTasks");
    }

    /// <summary>Drops runs, drains their account, kills in the middle of the step and starts again.</summary>
    private static async Task RoundAsync(KilledServices services, TemporaryFolder folder, string? step, string late)
    {
        string name = step ?? "drain";
        (string ran, string open) = (folder[$"{name}.ran"], folder[$"{name}.open"]);
        string[] ids = new string[Runs];
        for (int i = 0; i < Runs; i++)
        {
            ids[i] = await services.DropAsync("jobs", $"{name}-{i}.job.json", BinaryData.FromString(Manifest($"{name}{i}", ran, open)));
        }

        await Wait.UntilAsync(async () => await RecordedAsync(services, ids) >= Free / 2, "tasks are recorded", TimeSpan.FromMinutes(3), Cancel);
        using (StringContent rule = new($$"""{ "kind": "slowAnswer", "account": "{{WellKnownNames.BatchAccount}}", "operation": "{{late}}", "delay": "PT10S" }""", Encoding.UTF8, "application/json"))
        {
            (await services.Http.PutAsync(Late(services), rule, Cancel)).EnsureSuccessStatusCode();
        }

        await PostAsync(services, "drain");
        if (step is not null)
        {
            await Wait.UntilAsync(() => ids.Any(id => Scheduled(services, id, step)), $"{step} begins", TimeSpan.FromMinutes(3), Cancel);
        }

        TaskMarks[] before = [.. await Task.WhenAll(ids.Select(id => RecordedAsync(services, id)))];
        await services.KillAsync();
        Assert.True(step is null ? ids.All(id => !IsDone(services, id, nameof(PlanMove))) : ids.Any(id => IsUnderWay(services, id, step)), $"the kill came in the middle of {name}");
        await services.StartAgainAsync();
        (await services.Http.DeleteAsync(Late(services), Cancel)).EnsureSuccessStatusCode();
        await File.WriteAllTextAsync(open, "", Cancel);
        foreach ((int i, string id) in ids.Index())
        {
            using JsonDocument run = await services.EndOfAsync(id);
            await AssertWholeAsync(services, id, run.RootElement, before[i], await File.ReadAllLinesAsync(ran, Cancel));
        }

        await PostAsync(services, "undrain");
    }

    private static Uri Late(KilledServices services) => new(services.Batch.Endpoint, "/_emulator/faults/late");

    private static async Task AssertWholeAsync(KilledServices services, string id, JsonElement run, TaskMarks before, string[] ran)
    {
        Assert.True(run.GetProperty("status").GetString() == RunStatus.Completed, run.ToString());
        Assert.Equal(WellKnownNames.SecondBatchAccount, run.GetProperty("account").GetString());
        JsonElement result = await services.ResultAsync(id);
        JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, Tasks).Select(i => $"{i}").Order(), tasks.Select(t => t.GetProperty("id").GetString()!).Order());
        Assert.All(tasks, t => Assert.Equal("success", t.GetProperty("result").GetString()));
        TaskMarks recorded = await RecordedAsync(services, id);
        string jobId = run.GetProperty("jobId").GetString()!;
        for (int task = 0; task < Tasks; task++)
        {
            // What runs when its nodes are killed, too, runs there again; what is recorded does so nowhere, and never in the other account.
            int here = ran.Count(line => line == $"{WellKnownNames.BatchAccount}/{jobId}/{task}");
            int there = ran.Count(line => line == $"{WellKnownNames.SecondBatchAccount}/{jobId}/{task}");
            Assert.True(
                before.Has(task) ? (here, there) == (1, 0) : recorded.Has(task) ? here >= 1 && there == 0 : there >= 1,
                $"task {task} (recorded: {before.Has(task)}, {recorded.Has(task)}) ran {here} and {there} times");
        }

        Assert.Equal(recorded.Count, tasks.Count(t => t.GetProperty("account").GetString() == WellKnownNames.BatchAccount));
        Assert.Equal(JobStates.Completed, (await services.Batch.GetJobAsync(jobId, cancellationToken: Cancel)).State);
    }

    // Tasks behind the first ones wait until the test says so.
    private static string Manifest(string id, string ran, string open) => $$"""
        { "schemaVersion": "1.0", "id": "{{id}}", "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 0, "end": {{Tasks - 1}} } ],
          "repeatTask": { "commandLine": "/bin/sh -c 'echo $AZ_BATCH_ACCOUNT_NAME/$AZ_BATCH_JOB_ID/{0} >> {{ran}}; if [ $(wc -l < {{ran}}) -gt {{Free}} ]; then until [ -e {{open}} ]; do sleep 0.05; done; fi'" } } }
        """;

    private static async Task PostAsync(KilledServices services, string action)
    {
        using HttpResponseMessage answer = await services.Http.PostAsync($"api/accounts/{WellKnownNames.BatchAccount}/{action}", null, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<int> RecordedAsync(KilledServices services, string[] ids)
    {
        int recorded = 0;
        foreach (string id in ids)
        {
            recorded += (await RecordedAsync(services, id)).Count;
        }

        return recorded;
    }

    private static async Task<TaskMarks> RecordedAsync(KilledServices services, string id)
    {
        try
        {
            BinaryData progress = (await services.Storage.GetBlobContainerClient("autobatch-runs").GetBlobClient($"{id}/progress-0.json").DownloadContentAsync(Cancel)).Value.Content;
            return new TaskMarks(JsonSerializer.Deserialize(progress, AppJson.Default.RecordedProgress)!.Succeeded);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return new TaskMarks();
        }
    }

    private static bool IsUnderWay(KilledServices services, string id, string step) => Scheduled(services, id, step) && !IsDone(services, id, step);

    private static bool Scheduled(KilledServices services, string id, string step) =>
        services.History(Ids.RunInstance(id)).OfType<TaskScheduled>().Any(call => call.Name == step);

    // The same step may be taken again and again; the last one counts.
    private static bool IsDone(KilledServices services, string id, string step)
    {
        IReadOnlyList<HistoryEvent> history = services.History(Ids.RunInstance(id));
        return history.OfType<TaskScheduled>().LastOrDefault(call => call.Name == step) is { } last
            && history.OfType<TaskCompleted>().Any(done => done.TaskScheduledId == last.EventId);
    }
}
