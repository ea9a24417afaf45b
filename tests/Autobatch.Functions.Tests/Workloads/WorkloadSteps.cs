using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Workloads;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Workloads;

/// <summary>What tests of workloads do again and again.</summary>
internal static class WorkloadSteps
{
    // Storage tells times in whole seconds.
    private static readonly TimeSpan s_clockStep = TimeSpan.FromSeconds(1.1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is written from now on is later, by storage's clock, than what was written before.</summary>
    public static Task StorageClockAsync() => Task.Delay(s_clockStep, TimeProvider.System, Token);

    /// <summary>A name that no other test uses.</summary>
    public static string Unique() => $"w{Guid.NewGuid():n}"[..16];

    /// <summary>A document whose runs have one task.</summary>
    public static string Document(string rule, string command = "/bin/true", string more = "") => $$"""
        { "schemaVersion": "1.0", "rule": { {{rule}} }, {{more}}
          "manifest": { "schemaVersion": "1.0", "id": "m", "tasks": [ { "id": "t", "commandLine": "{{command}}" } ] } }
        """;

    /// <summary>Drops a workload's document and waits until it is in force, or refused; gives its id.</summary>
    public static async Task<string> WorkloadAsync(this RunningApp app, string workload, string document, string ending = "json")
    {
        string id = await app.DropAsync("Workloads", $"{workload}.workload.{ending}", document);
        await Wait.UntilAsync(
            async () => (await app.TryGetAsync($"api/workloads/{workload}")) is { } seen
                && ((seen.TryGetProperty("version", out JsonElement version) && version.GetString() == id)
                    || (seen.TryGetProperty("lastError", out JsonElement error) && error.GetProperty("id").GetString() == id)),
            $"the workload {workload} is known",
            TimeSpan.FromSeconds(30),
            Token);
        return id;
    }

    /// <summary>Uploads files under the workload's folder and posts their events, one after the other.</summary>
    public static async Task FilesAsync(this RunningApp app, string workload, params string[] paths)
    {
        foreach (string path in paths)
        {
            await app.DropAsync("Inputs", $"{workload}/{path}", path);
        }
    }

    /// <summary>Waits until the workload has so many runs, all ended; gives them, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RunsAsync(this RunningApp app, string workload, int count, TimeSpan? timeout = null)
    {
        JsonElement[] runs = [];
        await Wait.UntilAsync(
            async () =>
            {
                runs = [.. (await app.GetAsync($"api/runs?top=500&workload={workload}")).GetProperty("runs").EnumerateArray()];
                return runs.Length >= count && runs.All(r => RunStatus.IsFinal(r.GetProperty("status").GetString()!));
            },
            $"{workload} has {count} runs; {runs.Length} were seen",
            timeout ?? TimeSpan.FromSeconds(60),
            Token);
        Assert.Equal(count, runs.Length);
        Array.Reverse(runs);
        return runs;
    }

    /// <summary>Waits until the workload has a run.</summary>
    public static Task SomeRunAsync(this RunningApp app, string workload) => Wait.UntilAsync(
        async () => (await app.GetAsync($"api/runs?top=1&workload={workload}")).GetProperty("runs").GetArrayLength() > 0,
        $"{workload} has a run",
        TimeSpan.FromSeconds(180),
        Token);

    /// <summary>The files of a run's batch, as its tasks may fetch them: paths within the workload's folder.</summary>
    public static async Task<string[]> BatchAsync(this RunningApp app, JsonElement run)
    {
        string id = run.GetProperty("id").GetString()!;
        BlobDownloadResult list = await app.Blobs("Outputs").GetBlobClient($"{id}/batch.txt").DownloadContentAsync(Token);
        return [.. list.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(n => n[(n.IndexOf('/', StringComparison.Ordinal) + 1)..])];
    }

    /// <summary>Waits until so many files of the workload wait.</summary>
    public static Task WaitingAsync(this RunningApp app, string workload, int files) => Wait.UntilAsync(
        async () => (await app.GetAsync($"api/workloads/{workload}")).GetProperty("waiting").GetProperty("files").GetInt32() == files,
        $"{files} files of {workload} wait",
        TimeSpan.FromSeconds(30),
        Token);

    /// <summary>What the audit does with input files.</summary>
    public static Task AuditInputsAsync(this RunningApp app) =>
        app.Services.GetRequiredService<InputAudit>().AuditAsync(app.Services.GetRequiredService<DurableTaskClient>(), Token);

    private static async Task<JsonElement?> TryGetAsync(this RunningApp app, string path)
    {
        using HttpResponseMessage response = await app.Http.GetAsync(path, Token);
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token)) : null;
    }
}
