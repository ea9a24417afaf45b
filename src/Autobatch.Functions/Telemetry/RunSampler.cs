using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Autobatch.Functions.Telemetry;

/// <summary>
/// Keeps the spans of runs, whole runs only: the trace id decides, so every instance decides the same. What belongs to no run (polls, audits, requests for the page) is not kept,
/// nor what goes on in the background of a span that has ended, nor what a caller asked not to be.
/// </summary>
/// <param name="ratio">The part of runs that is kept, 0 to 1.</param>
internal sealed class RunSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _part = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        ActivityContext parent = samplingParameters.ParentContext;
        bool isOurs = parent.IsRemote || Activity.Current is { IsStopped: false, Source.Name: not ("" or "Microsoft.AspNetCore") };
        return parent.TraceId != default && parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) && isOurs
            ? _part.ShouldSample(samplingParameters)
            : new SamplingResult(SamplingDecision.Drop);
    }

    /// <summary>A context as others may rely on it: with the flag only when its trace is kept.</summary>
    public ActivityContext Told(ActivityContext context) =>
        ShouldSample(new SamplingParameters(context, context.TraceId, "", ActivityKind.Internal)).Decision == SamplingDecision.RecordAndSample
            ? context
            : new ActivityContext(context.TraceId, context.SpanId, context.TraceFlags & ~ActivityTraceFlags.Recorded, isRemote: true);
}
