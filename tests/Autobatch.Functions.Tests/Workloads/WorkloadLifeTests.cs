using System.Text.Json;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class WorkloadLifeTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;
    private readonly string _workload = WorkloadSteps.Unique();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changed_workload_affects_later_files_only()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 2 """, "/bin/echo old"));
        await _app.FilesAsync(_workload, "a");
        await _app.WaitingAsync(_workload, 1);
        await WorkloadSteps.StorageClockAsync();
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 1 """, "/bin/echo new"));
        await _app.FilesAsync(_workload, "b");

        JsonElement run = Assert.Single(await _app.RunsAsync(_workload, 1));

        Assert.Equal(["b"], await _app.BatchAsync(run));
        Assert.Equal("new\n", await _app.GetTextAsync($"api/runs/{run.GetProperty("id").GetString()}/tasks/t/files/stdout.txt"));
        await _app.WaitingAsync(_workload, 1);
    }

    [Fact]
    public async Task Deleted_workload_takes_nothing_in_any_more_and_runs_what_waits()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 2, "maxWait": "PT3S" """));
        await _app.FilesAsync(_workload, "a");
        await _app.WaitingAsync(_workload, 1);
        await _app.Blobs("Workloads").DeleteBlobAsync($"{_workload}.workload.json", cancellationToken: Token);
        await _app.FilesAsync(_workload, "b");
        await _app.AuditInputsAsync();

        JsonElement run = Assert.Single(await _app.RunsAsync(_workload, 1));

        Assert.Equal(["a"], await _app.BatchAsync(run));
        JsonElement workload = await _app.GetAsync($"api/workloads/{_workload}");
        Assert.Equal(("Deleted", 0), (workload.GetProperty("status").GetString(), workload.GetProperty("waiting").GetProperty("files").GetInt32()));
    }

    [Fact]
    public async Task Files_that_were_there_before_the_workload_and_those_that_it_does_not_ask_for_leave_no_trace()
    {
        await _app.InputAsync($"{_workload}/early.csv", "early");
        await WorkloadSteps.StorageClockAsync();
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "include": [ "*.csv" ], "maxFiles": 1 """));
        await _app.FilesAsync(_workload, "early.txt", "late.csv");
        await _app.AuditInputsAsync();

        Assert.Equal(["late.csv"], await _app.BatchAsync(Assert.Single(await _app.RunsAsync(_workload, 1))));
    }

    [Fact]
    public async Task Bad_document_is_told_with_its_places_and_the_last_good_version_stays_in_force()
    {
        string good = await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 1 """, "/bin/echo good"));
        string bad = await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFlies": 2 """));

        JsonElement workload = await _app.GetAsync($"api/workloads/{_workload}");
        Assert.Equal((good, "Active"), (workload.GetProperty("version").GetString(), workload.GetProperty("status").GetString()));
        Assert.Equal((bad, "InvalidManifest"), (workload.GetProperty("lastError").GetProperty("id").GetString(), workload.GetProperty("lastError").GetProperty("code").GetString()));
        JsonElement error = await _app.ReadJsonAsync("Results", $"{bad}/error.json");
        Assert.Contains(
            error.GetProperty("errors").EnumerateArray(),
            e => e.GetProperty("pointer").GetString() == "/rule/maxFlies" && e.GetProperty("suggestion").GetString() == "maxFiles" && e.GetProperty("line").GetInt32() == 1);
        JsonElement rejected = await _app.GetAsync($"api/runs/{bad}");
        Assert.Equal(("Rejected", "workload"), (rejected.GetProperty("status").GetString(), rejected.GetProperty("kind").GetString()));

        await _app.FilesAsync(_workload, "a");
        JsonElement run = Assert.Single(await _app.RunsAsync(_workload, 1));
        Assert.Equal("good\n", await _app.GetTextAsync($"api/runs/{run.GetProperty("id").GetString()}/tasks/t/files/stdout.txt"));
    }

    [Fact]
    public async Task Second_document_of_the_same_workload_and_one_without_a_good_name_are_refused()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 1 """));
        string second = await _app.DropAsync("Workloads", $"{_workload}.workload.yaml", "schemaVersion: '1.0'");
        string misnamed = await _app.DropAsync("Workloads", $"{_workload}/x.workload.json", "{}");

        Assert.Equal("WorkloadDefinedTwice", (await _app.EndOfAsync(second)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("BadWorkloadName", (await _app.EndOfAsync(misnamed)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Paused_workload_lets_files_wait_and_loses_none()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 2 """));
        Assert.Equal("Paused", (await PostAsync("pause")).GetProperty("status").GetString());
        await _app.FilesAsync(_workload, "a", "b", "c", "d");
        await _app.WaitingAsync(_workload, 4);
        await _app.AuditInputsAsync();
        Assert.Empty((await _app.GetAsync($"api/runs?workload={_workload}")).GetProperty("runs").EnumerateArray());

        Assert.Equal("Active", (await PostAsync("resume")).GetProperty("status").GetString());

        IReadOnlyList<JsonElement> runs = await _app.RunsAsync(_workload, 2);
        await _app.EachFileIsInOneRunAsync(runs, 4);
    }

    [Fact]
    public async Task Files_of_a_failed_run_are_replayed_once_under_the_version_in_force()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 2 """, "/bin/false"));
        await _app.FilesAsync(_workload, "a", "b");
        string failed = Assert.Single(await _app.RunsAsync(_workload, 1)).GetProperty("id").GetString()!;
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 2 """, "/bin/true"));

        string? first = (await PostAsync($"replay?run={failed}")).GetProperty("runId").GetString();
        Assert.Equal(first, (await PostAsync($"replay?run={failed}")).GetProperty("runId").GetString());

        IReadOnlyList<JsonElement> runs = await _app.RunsAsync(_workload, 2);
        Assert.Equal((first, "Completed"), (runs[1].GetProperty("id").GetString(), runs[1].GetProperty("status").GetString()));
        Assert.Equal(["a", "b"], await _app.BatchAsync(runs[1]));
    }

    [Fact]
    public async Task Rerun_works_on_the_same_files()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 2 """));
        await _app.FilesAsync(_workload, "a", "b");
        string first = Assert.Single(await _app.RunsAsync(_workload, 1)).GetProperty("id").GetString()!;
        using HttpResponseMessage answer = await _app.Http.PostAsync($"api/runs/{first}/rerun", null, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));

        JsonElement again = (await _app.RunsAsync(_workload, 2))[1];

        Assert.Equal((first, "Completed"), (again.GetProperty("rerunOf").GetString(), again.GetProperty("status").GetString()));
        Assert.Equal(["a", "b"], await _app.BatchAsync(again));
    }

    [Fact]
    public async Task Dead_letters_are_counted_and_taken_in_by_a_replay()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 1 """));
        await _app.InputAsync($"{_workload}/a", "a");
        DeadLetterBox box = _app.Services.GetRequiredService<DeadLetterBox>();
        await box.AddAsync(new HomeContainer(null, _app.Container("Inputs")), $"{_workload}/a", null, Errors.ErrorCodes.ArrivalFailed, "a test gave up", 5, Token);
        Assert.Equal(1, (await _app.GetAsync($"api/workloads/{_workload}")).GetProperty("deadLetters").GetInt32());

        Assert.Equal(1, (await PostAsync("replay")).GetProperty("replayed").GetInt32());

        Assert.Equal(["a"], await _app.BatchAsync(Assert.Single(await _app.RunsAsync(_workload, 1))));
        Assert.Equal(0, (await _app.GetAsync($"api/workloads/{_workload}")).GetProperty("deadLetters").GetInt32());
    }

    private Task<JsonElement> PostAsync(string action) => _app.PostAsync($"api/workloads/{_workload}/{action}");
}
