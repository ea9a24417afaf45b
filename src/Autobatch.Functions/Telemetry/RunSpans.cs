using System.Diagnostics;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Runs;

namespace Autobatch.Functions.Telemetry;

/// <summary>The spans of runs (docs/telemetry.md). When nobody listens, each is null and costs a comparison.</summary>
internal static class RunSpans
{
    public const string SourceName = "Autobatch";
    public const string RunId = "autobatch.run.id";
    public const string JobId = "autobatch.job.id";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>A trigger that takes a run in. Only the one that schedules it counts; others are to be <see cref="Forget"/>.</summary>
    public static Activity? Door(LedgerEntry claim)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        (string name, ActivityKind kind) = claim switch
        {
            { RerunOf: not null } => ("POST /api/runs/{id}/rerun", ActivityKind.Server),
            { Workload: not null } => ("batch closed", ActivityKind.Consumer),
            { Container: not null } => ("manifest dropped", ActivityKind.Consumer),
            _ => ("POST /api/runs", ActivityKind.Server),
        };
        RunTrace trace = RunTrace.Of(claim.Id, claim.Trace);
        Activity? door = Start(name, kind, trace.Caller, trace.Door, claim.Id);
        return door?.SetTag("autobatch.manifest.id", claim.ManifestId).SetTag("autobatch.blob", claim.Container is null ? null : claim.BlobPath);
    }

    /// <summary>Leaves a span out of what is exported.</summary>
    public static void Forget(Activity? span)
    {
        if (span is not null)
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    /// <summary>One attempt at an activity of a run, below the phase that the run is in.</summary>
    public static Activity? Step(string name, RunInput run, string? jobId)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        RunTrace trace = RunTrace.Of(run.RunId, run.Trace);
        ActivityContext parent = run.Phase is { } phase ? trace.Phase(phase) : trace.Run;
        return s_source.StartActivity(name, ActivityKind.Internal, parent)?.SetTag(RunId, run.RunId).SetTag(JobId, jobId);
    }

    /// <summary>The run and its phases, once it has ended.</summary>
    public static void Ended(RunSummary summary, DateTimeOffset endedAt)
    {
        if (!s_source.HasListeners())
        {
            return;
        }

        RunEnd end = summary.End;
        RunTrace trace = RunTrace.Of(end.Run.RunId, end.Run.Trace);
        using (Activity? run = Start("run", ActivityKind.Internal, trace.Door, trace.Run, end.Run.RunId, end.Run.CreatedAt))
        {
            run?.SetTag("autobatch.run.status", summary.Status).SetTag("autobatch.workload", end.Run.Workload).SetTag("autobatch.account", end.Job?.Account).SetTag(JobId, end.Job?.JobId)
                .SetTag("autobatch.tasks.total", summary.Total).SetTag("autobatch.tasks.succeeded", summary.Succeeded).SetTag("autobatch.tasks.failed", summary.Failed)
                .SetTag("error.type", summary.ErrorCode).SetStatus(summary.Status == RunStatus.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            Close(run, endedAt);
        }

        foreach ((int number, PhaseTimes phase) in RunPhases.Times(end.Phases, endedAt).Index())
        {
            using Activity? span = Start(phase.Name, ActivityKind.Internal, trace.Run, trace.Phase(number), end.Run.RunId, phase.StartedAt);
            Close(span, phase.EndedAt ?? endedAt);
        }
    }

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, ActivityContext own, string runId, DateTimeOffset start = default)
    {
        Activity? span = s_source.StartActivity(name, kind, parent, startTime: start);
        if (span is not null)
        {
            SpanIds.Take(span, own);
            span.SetTag(RunId, runId);
        }

        return span;
    }

    // A span without a length would be given the present as its end.
    private static void Close(Activity? span, DateTimeOffset end) => span?.SetEndTime(end.UtcDateTime > span.StartTimeUtc ? end.UtcDateTime : span.StartTimeUtc.AddTicks(1));
}
