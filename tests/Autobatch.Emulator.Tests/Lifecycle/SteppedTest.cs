using System.Text.Json;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Tests.RandomOperations;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>A test of an emulator without processes and with a clock of its own: what runs ends when the test says so.</summary>
public abstract class SteppedTest : IAsyncDisposable
{
    private readonly ErrorLog _log = new();

    private protected SteppedTest(EmulatorOptions? options = null) => Emulator = new(new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero)), _log, Store, options);

    /// <summary>What the emulator writes to, until it is killed.</summary>
    private protected RowStore Store { get; } = new();

    private protected SteppedEmulator Emulator { get; set; }

    /// <summary>Ids of the tasks that run now, in their order; a start task has an empty one.</summary>
    private protected IEnumerable<string> Running => Emulator.Agent.Runs.Select(run => run.Launch.Place.TaskId).Order(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Assert.Empty(_log.Errors);
        Assert.Empty(Emulator.Agent.Faults);
        GC.SuppressFinalize(this);
    }

    private protected async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await Emulator.SendAsync("GET", path);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }

    private protected Task PostAsync(string path, string? body = null) => DoAsync("POST", path, body);

    /// <summary>A request that is taken; and then all that follows from it.</summary>
    private protected async Task DoAsync(string method, string path, string? body = null)
    {
        var (status, answer) = await Emulator.SendAsync(method, path, body);
        Assert.True(status < 300, $"{method} {path}: {status} {answer}");
        await Emulator.SettleAsync();
    }

    /// <summary>The code of a request that is refused.</summary>
    private protected async Task<string> RefusalAsync(string method, string path, string? body = null)
    {
        var (status, answer) = await Emulator.SendAsync(method, path, body);
        Assert.True(status >= 400, $"{method} {path}: {status} {answer}");
        return answer.GetProperty("code").GetString()!;
    }

    private protected Task PoolAsync(int nodes = 1, int slots = 1, string more = "") =>
        PostAsync("/pools", $$"""{"id":"p","vmSize":"standard_d2s_v3","targetDedicatedNodes":{{nodes}},"taskSlotsPerNode":{{slots}}{{more}}}""");

    private protected Task JobAsync(string id = "j", string more = "") => PostAsync("/jobs", $$"""{"id":"{{id}}","poolInfo":{"poolId":"p"}{{more}}}""");

    private protected Task TaskAsync(string id, string more = "", string job = "j") => PostAsync($"/jobs/{job}/tasks", $$"""{"id":"{{id}}","commandLine":"x"{{more}}}""");

    /// <summary>Ends the one run of a task; and then all that follows from it.</summary>
    private protected Task EndAsync(string task, int exitCode = 0) => EndAsync(task, run => run.End(exitCode));

    private protected Task EndAsync(string task, int? exitCode, TaskFailure failure) => EndAsync(task, run => run.End(exitCode, failure));

    private protected async Task<string> StateAsync(string task, string job = "j") => (await GetAsync($"/jobs/{job}/tasks/{task}")).Text("state");

    /// <summary>The state of a job and the reason for which it ended, if it did.</summary>
    private protected async Task<(string State, string? Reason)> JobStateAsync(string job = "j")
    {
        var found = await GetAsync($"/jobs/{job}");
        return (found.Text("state"), found.GetProperty("executionInfo").TryGetProperty("terminateReason", out var reason) ? reason.GetString() : null);
    }

    private protected async Task<JsonElement> ExecutionAsync(string task, string job = "j") => (await GetAsync($"/jobs/{job}/tasks/{task}")).GetProperty("executionInfo");

    /// <summary>The nodes of the pool.</summary>
    private protected async Task<List<JsonElement>> NodesAsync() => [.. (await GetAsync("/pools/p/nodes")).GetProperty("value").EnumerateArray()];

    private Task EndAsync(string task, Action<ManualAgent.Running> end)
    {
        end(Assert.Single(Emulator.Agent.Runs, run => run.Launch.Place.TaskId == task));
        return Emulator.SettleAsync();
    }
}
