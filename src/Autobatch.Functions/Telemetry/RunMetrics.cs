using System.Diagnostics.Metrics;
using Autobatch.Functions.Runs;
using Autobatch.Results;

namespace Autobatch.Functions.Telemetry;

/// <summary>What is counted and measured (docs/telemetry.md). A step that is repeated after a kill may count twice; the ledger has the exact numbers.</summary>
internal static class RunMetrics
{
    public const string MeterName = "Autobatch";
    private const string Seconds = "s";

    private static readonly Meter s_meter = new(MeterName);
    private static readonly Counter<long> s_runs = s_meter.CreateCounter<long>("autobatch.runs.ended", "{run}", "Runs that ended, by how.");
    private static readonly Counter<long> s_tasks = s_meter.CreateCounter<long>("autobatch.tasks.ended", "{task}", "Tasks of ended runs, by how they ended.");
    private static readonly Counter<long> s_waits = s_meter.CreateCounter<long>("autobatch.run.waits", "{wait}", "Waits that runs began, by reason.");
    private static readonly Counter<long> s_findings = s_meter.CreateCounter<long>("autobatch.audit.findings", "{blob}", "Blobs that the audit found and no event had told of.");
    private static readonly Counter<long> s_requests = s_meter.CreateCounter<long>("autobatch.client.requests", "{request}", "Answered requests, each try counted, by service.");
    private static readonly Counter<long> s_throttles = s_meter.CreateCounter<long>("autobatch.client.throttles", "{request}", "Requests that were answered with 429 or 503.");
    private static readonly Histogram<double> s_duration = Long("autobatch.run.duration", "From the claim of a run to its end.");
    private static readonly Histogram<double> s_phase = Long("autobatch.run.phase.duration", "How long a run was in a phase.");
    private static readonly Histogram<double> s_taskPhase = Long("autobatch.task.phase.duration", "How long a task was in a phase.");
    private static readonly Histogram<double> s_triggerLag = Long("autobatch.trigger.lag", "From the written manifest to the scheduled run.");
    private static readonly Histogram<double> s_noticeLag = Long("autobatch.job.notice.lag", "From the end of a job to the run's knowing of it; two clocks.");

    public static void RunEnded(RunSummary summary, DateTimeOffset endedAt)
    {
        Ended(summary.Status);
        Tasks("succeeded", summary.Succeeded);
        Tasks("failed", summary.Failed);
        Tasks("notRun", summary.Total - summary.Succeeded - summary.Failed);
        s_duration.Record((endedAt - summary.End.Run.CreatedAt).TotalSeconds, Status(summary.Status));
        if (summary.End is { JobEndedAt: { } ended, NoticedAt: { } noticed })
        {
            s_noticeLag.Record(Math.Max(0, (noticed - ended).TotalSeconds));
        }

        if (s_phase.Enabled)
        {
            foreach (PhaseTimes phase in RunPhases.Times(summary.End.Phases, endedAt))
            {
                s_phase.Record((phase.EndedAt!.Value - phase.StartedAt).TotalSeconds, Phase(phase.Name));
            }
        }
    }

    /// <summary>A manifest that never became a run.</summary>
    public static void Ended(string status) => s_runs.Add(1, Status(status));

    public static void TaskEnded(TaskPhases phases)
    {
        if (!s_taskPhase.Enabled)
        {
            return;
        }

        foreach ((string name, Func<TaskPhases, double?> of) in TaskPhases.All)
        {
            if (of(phases) is { } seconds)
            {
                s_taskPhase.Record(seconds, Phase(name));
            }
        }
    }

    public static void Waits(string reason) => s_waits.Add(1, new KeyValuePair<string, object?>("autobatch.wait.reason", reason));

    /// <param name="lag">From the blob's last write; the service tells that to the second.</param>
    /// <param name="foundBy">Who noticed it.</param>
    public static void Triggered(TimeSpan lag, Arrivals.FoundBy foundBy) =>
        s_triggerLag.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>("autobatch.found_by", foundBy.ToString().ToLowerInvariant()));

    public static void Found(int blobs, string container)
    {
        if (blobs > 0)
        {
            s_findings.Add(blobs, new KeyValuePair<string, object?>("autobatch.container", container));
        }
    }

    /// <param name="service"><c>storage</c>, <c>batch</c> or <c>arm</c>.</param>
    /// <param name="status">The answer's status code.</param>
    public static void Answered(string service, int status)
    {
        s_requests.Add(1, new KeyValuePair<string, object?>("autobatch.service", service));
        if (status is 429 or 503)
        {
            s_throttles.Add(1, new("autobatch.service", service), new("http.response.status_code", status));
        }
    }

    private static void Tasks(string result, int tasks)
    {
        if (tasks > 0)
        {
            s_tasks.Add(tasks, new KeyValuePair<string, object?>("autobatch.task.result", result));
        }
    }

    private static Histogram<double> Long(string name, string description) => s_meter.CreateHistogram(
        name, Seconds, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400] });

    private static KeyValuePair<string, object?> Status(string status) => new("autobatch.run.status", status);

    private static KeyValuePair<string, object?> Phase(string name) => new("autobatch.phase", name);
}
