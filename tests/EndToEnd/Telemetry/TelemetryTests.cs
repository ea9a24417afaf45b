using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Autobatch.EndToEnd.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.EndToEnd.Telemetry;

/// <summary>The whole product in a process of its own, and a collector that gets what it tells of two runs.</summary>
public sealed class TelemetryTests
{
    private const string CallersTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";
    private const string Theirs = "00-11111111111111111111111111111111-2222222222222222-00";

    private static readonly string[] s_phases = ["Planning", "Preparing", "AddingTasks", "Watching", "Collecting"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_is_one_trace_from_the_door_to_its_tasks_and_what_is_told_holds_no_secret()
    {
        using TemporaryFolder folder = new();
        await using Collector collector = new();
        string posted;
        string dropped;
        JsonElement view;
        using (LocalProcess app = LocalProcess.StartServer(
            folder,
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "2000" }))
        {
            using HttpClient http = new() { BaseAddress = await app.AppAddressAsync(Cancel) };
            posted = await PostAsync(http);
            view = await EndAsync(http, posted);
            string joined = await http.GetStringAsync($"api/runs/{posted}/tasks/joins/files/stdout.txt", Cancel);
            Assert.StartsWith($"00-{CallersTrace}-", joined, StringComparison.Ordinal);
            Assert.Equal(Theirs, await http.GetStringAsync($"api/runs/{posted}/tasks/own/files/stdout.txt", Cancel));

            dropped = await DropAsync(app);
            await EndAsync(http, dropped);
            Assert.Equal(Theirs, await http.GetStringAsync($"api/runs/{dropped}/tasks/0/files/stdout.txt", Cancel));

            app.Interrupt();
            Assert.True(await app.ExitAsync(Cancel) == 0, app.All);
            IReadOnlyList<ToldSpan> spans = collector.Spans();
            Check(spans, CallersTrace, posted, CallersSpan, "POST /api/runs");
            Check(spans, dropped, dropped, "", "manifest dropped");

            // Polls, audits and requests of the page are no part of a run.
            Assert.Equal([CallersTrace, dropped], spans.Select(s => s.TraceId).Distinct().Order(StringComparer.Ordinal).OrderBy(t => t != CallersTrace));
            Assert.Equal($"00-{CallersTrace}-{Single(spans, posted, "run").Id}-01", joined.Trim());
            Timeline(view, spans, posted);
        }

        Numbers(collector.Numbers());
        Lines(collector.Lines(), dropped);
        Secrets(collector);
        Assert.Empty(Leftovers.Of(folder["data"]));
    }

    private static void Check(IReadOnlyList<ToldSpan> all, string trace, string run, string caller, string door)
    {
        ToldSpan[] spans = [.. all.Where(s => s.TraceId == trace)];
        Dictionary<string, ToldSpan> byId = spans.ToDictionary(s => s.Id);
        Assert.Equal(caller, Single(spans, run, door).Parent);
        Assert.Equal(door, byId[Single(spans, run, "run").Parent].Name);
        Assert.All(spans.Where(s => s.Name != door), s => Assert.True(byId.ContainsKey(s.Parent), $"{s} has no parent among\n{string.Join('\n', spans.AsEnumerable())}"));
        Assert.All(spans.Where(s => s.Source != "Autobatch"), s => Assert.InRange(s.Start, byId[s.Parent].Start, byId[s.Parent].End));
        Assert.All(s_phases, phase => Assert.Equal("run", byId[Single(spans, run, phase).Parent].Name));
        (string Step, string Phase)[] steps =
        [
            ("PlanRun", "Planning"), ("PlaceRun", "Preparing"), ("Preflight", "Preparing"), ("EnterGate", "Preparing"), ("CreateJob", "Preparing"), ("SubmitChunk", "AddingTasks"), ("SealJob", "AddingTasks"),
            ("LookAtRun", "Watching"), ("CollectRun", "Collecting"), ("CloseRun", "Collecting"),
        ];
        Assert.All(steps, s => Assert.Contains(spans, span => span.Name == s.Step && byId[span.Parent].Name == s.Phase));

        ToldSpan adding = Assert.Single(spans, s => s.Name == "BatchDataClient.AddTaskCollection");
        Assert.Equal("SubmitChunk", byId[adding.Parent].Name);
        ToldSpan request = Assert.Single(spans, s => s.Parent == adding.Id);
        Assert.Equal(("Azure.Core.Http", "POST", "200"), (request.Source, request.Name, request.Attributes["http.response.status_code"]));
        Assert.Contains(spans, s => s.Source.StartsWith("Azure.", StringComparison.Ordinal) && byId[s.Parent] is { Name: "PlanRun" } or { Source: "Azure.Storage.Blobs.BlobClient" });
    }

    /// <summary>What the run's own view says is what the trace says.</summary>
    private static void Timeline(JsonElement view, IReadOnlyList<ToldSpan> spans, string run)
    {
        JsonElement[] phases = [.. view.GetProperty("phases").EnumerateArray()];
        Assert.Equal(s_phases, phases.Select(p => p.GetProperty("name").GetString()));
        Assert.All(phases, phase =>
        {
            ToldSpan span = Single(spans, run, phase.GetProperty("name").GetString()!);
            Assert.Equal(span.Start, phase.GetProperty("startedAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(2));
            Assert.Equal(span.End, phase.GetProperty("endedAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(2));
        });
    }

    private static void Numbers(IReadOnlyList<ToldNumber> numbers)
    {
        Assert.Equal(2, Of("autobatch.runs.ended", "{run}", ("autobatch.run.status", "Completed")));
        Assert.Equal(3, Of("autobatch.tasks.ended", "{task}", ("autobatch.task.result", "succeeded")));
        Assert.Equal(2, Of("autobatch.run.duration", "s", ("autobatch.run.status", "Completed")));
        Assert.Equal(1, Of("autobatch.trigger.lag", "s", ("autobatch.found_by", "event")));
        Assert.Equal(2, Of("autobatch.job.notice.lag", "s"));
        Assert.All(s_phases, phase => Assert.Equal(2, Of("autobatch.run.phase.duration", "s", ("autobatch.phase", phase))));
        Assert.Equal(3, Of("autobatch.task.phase.duration", "s", ("autobatch.phase", "node")));
        Assert.All((string[])["storage", "batch", "arm"], service => Assert.True(Of("autobatch.client.requests", "{request}", ("autobatch.service", service)) > 0, service));

        long Of(string name, string unit, params (string Key, string Value)[] attributes) =>
            Assert.Single(numbers, n => n.Name == name && n.Unit == unit && n.Attributes.OrderBy(a => a.Key).Select(a => (a.Key, a.Value)).SequenceEqual(attributes)).Value;
    }

    private static void Lines(IReadOnlyList<ToldLine> lines, string run)
    {
        ToldLine ended = Assert.Single(lines, l => l.Body.StartsWith($"Run {run} ended: Completed", StringComparison.Ordinal));
        Assert.Equal(run, ended.TraceId);
        Assert.Equal(run, ended.Attributes["RunId"]);
        Assert.StartsWith("dropped-", ended.Attributes["JobId"], StringComparison.Ordinal);
    }

    private static void Secrets(Collector collector)
    {
        string[] needles = ["sig=", "sig%3D", "AccountKey", "SharedAccessSignature", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6", "QXV0b2JhdGNoRW11bGF0b3JXZWxsS25vd25EZXZlbG9wbWVudEtleU5ldmVy"];
        foreach ((string path, byte[] body) in collector.Bodies)
        {
            string text = Encoding.UTF8.GetString(body).Replace("sig=REDACTED", "", StringComparison.Ordinal);
            Assert.All(needles, needle => Assert.False(text.Contains(needle, StringComparison.OrdinalIgnoreCase), $"{needle} is in {path}: {text}"));
        }
    }

    private static ToldSpan Single(IEnumerable<ToldSpan> spans, string run, string name) =>
        Assert.Single(spans, s => s.Name == name && s.Attributes.GetValueOrDefault("autobatch.run.id") == run);

    private static async Task<string> PostAsync(HttpClient http)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs")
        {
            Headers = { { "traceparent", $"00-{CallersTrace}-{CallersSpan}-01" } },
            Content = JsonContent.Create(JsonElement.Parse($$"""
                { "schemaVersion": "1.0", "id": "posted", "tasks": [
                  { "id": "joins", "commandLine": "/bin/sh -c 'echo $TRACEPARENT'" },
                  { "id": "own", "commandLine": "/bin/sh -c 'printf %s $TRACEPARENT'", "environmentSettings": [ { "name": "TRACEPARENT", "value": "{{Theirs}}" } ] } ] }
                """)),
        };
        using HttpResponseMessage answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString()!;
    }

    private static async Task<string> DropAsync(LocalProcess app)
    {
        string line = await app.LineAsync(text => text.Contains("AccountName=devstoreaccount1", StringComparison.Ordinal), "the connection string", Cancel);
        BlobServiceClient storage = new(line[line.IndexOf("DefaultEndpointsProtocol", StringComparison.Ordinal)..].Trim());
        BlobContainerClient inputs = storage.GetBlobContainerClient("inputs");
        await inputs.UploadBlobAsync("told/a.txt", BinaryData.FromString("a"), Cancel);
        string manifest = $$"""
            { "schemaVersion": "1.0", "id": "dropped", "commonEnvironmentSettings": [ { "name": "TRACEPARENT", "value": "{{Theirs}}" } ],
              "taskFactory": { "type": "taskPerFile", "source": { "autoStorageContainerName": "inputs", "blobPrefix": "told/" },
                "repeatTask": { "commandLine": "/bin/sh -c 'printf %s $TRACEPARENT'", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ] } } }
            """;
        BlobContentInfo blob = await storage.GetBlobContainerClient("jobs").GetBlobClient("dropped.job.json").UploadAsync(BinaryData.FromString(manifest), Cancel);
        return Ids.ForBlob(storage.AccountName, "jobs", "dropped.job.json", blob.ETag.ToString());
    }

    private static async Task<JsonElement> EndAsync(HttpClient http, string run)
    {
        JsonElement view = default;
        await Wait.UntilAsync(
            async () =>
            {
                using HttpResponseMessage answer = await http.GetAsync($"api/runs/{run}", Cancel);
                view = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel) : default;
                return answer.IsSuccessStatusCode && RunStatus.IsFinal(view.GetProperty("status").GetString()!);
            },
            $"run {run} ends",
            TimeSpan.FromMinutes(2),
            Cancel);
        Assert.Equal("Completed", view.GetProperty("status").GetString());
        return view;
    }
}
