using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Autobatch.Runs;
using Azure.Storage.Blobs;

namespace Autobatch.Benchmarks.Scale;

/// <summary>What one run measured.</summary>
internal sealed record ScaleNumbers(
    string Status, TimeSpan Total, Tenths Added, Tenths Ended, double NoticeLag, TimeSpan Collecting, long ResultBytes, IReadOnlyList<double> ResidentMegabytes, Histories Histories);

/// <summary>One run of no-op tasks, from its manifest to its result.</summary>
internal sealed class ScaleRun(ScaleServices services, int tasks)
{
    private const int Steps = 12;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private readonly List<double> _resident = [];
    private Histories _histories = Histories.Nothing;

    public async Task<ScaleNumbers> MeasureAsync()
    {
        using HttpClient http = new() { BaseAddress = services.App.Address, Timeout = TimeSpan.FromMinutes(1) };
        long started = TimeProvider.System.GetTimestamp();
        string id = await PostAsync(http);
        string status = await EndAsync(http, id);
        TimeSpan total = TimeProvider.System.GetElapsedTime(started);
        BlobClient blob = services.Storage.GetBlobContainerClient("results").GetBlobClient($"{id}/result.json");
        using MemoryStream result = new();
        await blob.DownloadToAsync(result);
        using JsonDocument document = JsonDocument.Parse(result.GetBuffer().AsMemory(0, (int)result.Length));
        JsonElement root = document.RootElement;
        JsonElement[] all = [.. root.GetProperty("tasks").EnumerateArray()];
        if (all.Length != tasks)
        {
            throw new InvalidOperationException($"The result has {all.Length} tasks, not {tasks}.");
        }

        return new ScaleNumbers(
            status,
            total,
            Tenths.Of(all.Select(t => t.GetProperty("creationTime").GetDateTimeOffset())),
            Tenths.Of(all.Select(t => t.GetProperty("endTime").GetDateTimeOffset())),
            root.GetProperty("noticeLagSeconds").GetDouble(),
            root.GetProperty("endedAt").GetDateTimeOffset() - root.GetProperty("noticedAt").GetDateTimeOffset(),
            result.Length,
            Sampled(_resident),
            _histories);
    }

    private static double[] Sampled(List<double> values) => [.. values.Where((_, i) => i % Math.Max(1, values.Count / Steps) == 0)];

    private async Task<string> PostAsync(HttpClient http)
    {
        string manifest = $$"""
            { "schemaVersion": "1.0", "id": "scale",
              "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": {{tasks}} } ], "repeatTask": { "commandLine": "/bin/true {0}" } } }
            """;
        using StringContent body = new(manifest, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync("api/runs", body);
        return answer.StatusCode == HttpStatusCode.Accepted
            ? answer.Headers.Location!.ToString().Split('/')[^1]
            : throw new InvalidOperationException($"The manifest was answered with {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Looks at the app while the run goes on: what it holds, and how long its histories are.</summary>
    private async Task<string> EndAsync(HttpClient http, string id)
    {
        while (true)
        {
            _resident.Add(services.App.ResidentMegabytes);
            _histories = _histories.Or(Histories.Read(services.HistoryPath));
            JsonElement run = await http.GetFromJsonAsync<JsonElement>($"api/runs/{id}");
            if (RunStatus.IsFinal(run.GetProperty("status").GetString()!))
            {
                return run.GetProperty("status").GetString()!;
            }

            await Task.Delay(s_look, TimeProvider.System);
        }
    }
}
