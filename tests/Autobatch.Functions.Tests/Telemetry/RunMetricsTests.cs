using System.Diagnostics.Metrics;
using System.Net;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Telemetry;
using Autobatch.Results;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Functions.Tests.Telemetry;

public sealed class RunMetricsTests : IDisposable
{
    // The meter is the process's: what other tests cause meanwhile is theirs.
    private static readonly AsyncLocal<List<string>?> s_mine = new();
    private readonly MeterListener _listener = new();

    public RunMetricsTests()
    {
        s_mine.Value = [];
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RunMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Waits_findings_and_lags_are_told_with_their_reasons()
    {
        RunMetrics.Waits("WaitingForPool");
        RunMetrics.Found(3, "jobs");
        RunMetrics.Found(0, "inputs");
        RunMetrics.Triggered(TimeSpan.FromSeconds(1.5), FoundBy.Audit);
        RunMetrics.Triggered(TimeSpan.FromSeconds(-1), FoundBy.Event);
        RunMetrics.Ended("Rejected");
        RunMetrics.TaskEnded(TaskPhases.Unknown with { Queue = 2, Node = 3 });

        Assert.Equal(
            [
                "autobatch.run.waits 1 autobatch.wait.reason=WaitingForPool", "autobatch.audit.findings 3 autobatch.container=jobs", "autobatch.trigger.lag 1.5 autobatch.found_by=audit",
                "autobatch.trigger.lag 0 autobatch.found_by=event", "autobatch.runs.ended 1 autobatch.run.status=Rejected", "autobatch.task.phase.duration 2 autobatch.phase=queue",
                "autobatch.task.phase.duration 3 autobatch.phase=node",
            ],
            s_mine.Value);
    }

    [Fact]
    public void End_of_a_run_counts_its_tasks_and_measures_its_phases()
    {
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        RunInput run = new(new string('a', 32), start, "", null, null, null);
        RunEnd end = new(run, null, true, false, null, null, start.AddSeconds(6), start.AddSeconds(7), Phases: [new RunPhase("Planning", start), new RunPhase("Watching", start.AddSeconds(2))]);

        RunMetrics.RunEnded(new RunSummary(end, "CompletedWithFailures", 10, 7, 3, null, null), start.AddSeconds(8));

        Assert.Equal(
            [
                "autobatch.runs.ended 1 autobatch.run.status=CompletedWithFailures", "autobatch.tasks.ended 7 autobatch.task.result=succeeded", "autobatch.tasks.ended 3 autobatch.task.result=failed",
                "autobatch.run.duration 8 autobatch.run.status=CompletedWithFailures", "autobatch.job.notice.lag 1 ", "autobatch.run.phase.duration 2 autobatch.phase=Planning",
                "autobatch.run.phase.duration 6 autobatch.phase=Watching",
            ],
            s_mine.Value);
    }

    [Fact]
    public async Task Each_try_is_a_round_trip_and_a_refusal_for_load_a_throttle()
    {
        using HttpClientTransport transport = new(new Answers(HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, HttpStatusCode.OK));
        Options options = RoundTrips.OfStorage(new Options { Transport = transport, Retry = { Delay = TimeSpan.FromMilliseconds(1) } });
        HttpPipeline pipeline = HttpPipelineBuilder.Build(options);
        using HttpMessage message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new Uri("http://127.0.0.1:1/"));

        await pipeline.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(200, message.Response.Status);
        Assert.Equal(3, s_mine.Value!.Count(m => m == "autobatch.client.requests 1 autobatch.service=storage"));
        Assert.Equal(
            ["autobatch.client.throttles 1 autobatch.service=storage http.response.status_code=503", "autobatch.client.throttles 1 autobatch.service=storage http.response.status_code=429"],
            s_mine.Value!.Where(m => m.Contains("throttles", StringComparison.Ordinal)));
    }

    private static void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        if (s_mine.Value is { } mine)
        {
            mine.Add(FormattableString.Invariant($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}"));
        }
    }

    private sealed class Options : ClientOptions;

    private sealed class Answers(params HttpStatusCode[] codes) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(codes[_next++]) { RequestMessage = request, Content = new ByteArrayContent([]) });
    }
}
