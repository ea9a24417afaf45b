using System.Globalization;
using System.Text;
using Autobatch.Batch;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Collecting;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Results;
using Autobatch.Runs;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Runs.Collecting;

/// <summary>100,000 tasks with two outputs each go through everything that a result is made with; only the answers of Batch are made up.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class LargeResultTests(AppFixture fixture)
{
    private const int Tasks = 100_000;
    private const int PerPage = 1_000;

    // The percentiles keep some eight bytes for each of four phases, and lists double as they grow. Tasks and outputs held in memory would be over 100 MB.
    private const long MostGrowth = 24 * 1024 * 1024;
    private static readonly DateTimeOffset s_time = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Hundred_thousand_tasks_with_outputs_are_never_held_in_memory()
    {
        using TaskOutputs outputs = new("run");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (string task in Enumerable.Range(0, Tasks).Select(i => i.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal))
        {
            outputs.Add(new OutputBlob("outputs", $"run/{task}/stderr.txt", 0, "0x8D", "1B2M2Y8AsgTpgAmY7PhCfg==", s_time.AddSeconds(3)));
            outputs.Add(new OutputBlob("outputs", $"run/{task}/stdout.txt", 7, "0x8D", "1B2M2Y8AsgTpgAmY7PhCfg==", s_time.AddSeconds(4)));
        }

        long most = GC.GetTotalMemory(forceFullCollection: true) - before;
        using HttpClient pages = new(new PagedBatch(page => most = page % 25 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most));
        BatchDataClient batch = new(
            new Uri("https://batch"), "a", Convert.ToBase64String("key"u8), new BatchDataClientOptions { Transport = new HttpClientTransport(pages) });
        RunResultHeader header = new() { RunId = new string('a', 32), ManifestId = "m", CreatedAt = s_time, NoticedAt = s_time.AddSeconds(5) };
        CustomOutputs customs = new(fixture.App.Services.GetRequiredService<AutoStorage>(), "run");
        CollectedTasks tasks = new(outputs, customs, header, null, new Dictionary<string, string>(), new InputChanges([], null), false);
        await using FileStream file = ResultFile.Temporary();
        await using ResultDocumentWriter writer = new(file, header);

        await tasks.WriteAsync(batch, "job", null, null, writer, TestContext.Current.CancellationToken);
        most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        await writer.FinishAsync(new RunOutcome(RunStatus.Completed, s_time) { OtherOutputs = outputs.Rest() }, TestContext.Current.CancellationToken);

        Assert.Equal((Tasks, Tasks), (tasks.Total, tasks.Succeeded));
        Assert.Empty(outputs.Rest());
        Assert.True(file.Length > Tasks * 400L, $"The result has only {file.Length} bytes.");
        Assert.True(most < MostGrowth, $"It grew by {most} bytes.");
    }

    /// <summary>Answers each page of the list; the ids come in the order of text.</summary>
    private sealed class PagedBatch(Action<int> onPage) : HttpMessageHandler
    {
        private static readonly string[] s_ids = [.. Enumerable.Range(0, Tasks).Select(i => i.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string query = request.RequestUri!.Query;
            int page = query.StartsWith("?page=", StringComparison.Ordinal) ? int.Parse(query["?page=".Length..], CultureInfo.InvariantCulture) : 0;
            onPage(page);
            StringBuilder text = new("{\"value\":[");
            text.AppendJoin(',', s_ids.Skip(page * PerPage).Take(PerPage).Select(TaskJson)).Append(']');
            if ((page + 1) * PerPage < Tasks)
            {
                text.Append(CultureInfo.InvariantCulture, $",\"odata.nextLink\":\"https://batch/jobs/job/tasks?page={page + 1}\"");
            }

            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(text.Append('}').ToString(), Encoding.UTF8, "application/json") });
        }

        private static string TaskJson(string id) => $$$"""
            {"id":"{{{id}}}","state":"completed","creationTime":"2026-11-23T12:00:00Z","requiredSlots":1,"nodeInfo":{"poolId":"p","nodeId":"tvm-1-d"},
             "executionInfo":{"startTime":"2026-11-23T12:00:01Z","endTime":"2026-11-23T12:00:02Z","exitCode":0,"retryCount":0,"requeueCount":0,"result":"success"}}
            """;
    }
}
