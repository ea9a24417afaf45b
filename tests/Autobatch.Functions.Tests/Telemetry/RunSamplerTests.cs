using System.Diagnostics;
using Autobatch.Functions.Telemetry;
using OpenTelemetry.Trace;

namespace Autobatch.Functions.Tests.Telemetry;

public sealed class RunSamplerTests
{
    [Fact]
    public void Spans_of_no_run_are_dropped() => Assert.False(Keeps(new RunSampler(1), default));

    [Fact]
    public void Caller_who_does_not_record_is_followed()
    {
        Assert.True(Keeps(new RunSampler(1), Context(1, ActivityTraceFlags.Recorded)));
        Assert.False(Keeps(new RunSampler(1), Context(1, ActivityTraceFlags.None)));
    }

    [Fact]
    public void Part_of_the_runs_is_kept_and_their_tasks_are_told_the_same()
    {
        RunSampler sampler = new(0.25);
        ActivityContext[] runs = [.. Enumerable.Range(0, 2000).Select(_ => new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true))];

        Assert.InRange(runs.Count(r => Keeps(sampler, r)), 300, 700);
        Assert.All(runs, run => Assert.Equal(Keeps(sampler, run), sampler.Told(run).TraceFlags.HasFlag(ActivityTraceFlags.Recorded)));
        Assert.All(runs, run => Assert.Equal((run.TraceId, run.SpanId), (sampler.Told(run).TraceId, sampler.Told(run).SpanId)));
        Assert.All(runs, run => Assert.False(Keeps(new RunSampler(0), run)));
    }

    private static bool Keeps(RunSampler sampler, ActivityContext parent) =>
        sampler.ShouldSample(new SamplingParameters(parent, parent.TraceId, "x", ActivityKind.Internal)).Decision == SamplingDecision.RecordAndSample;

    private static ActivityContext Context(byte first, ActivityTraceFlags flags) =>
        new(ActivityTraceId.CreateFromBytes([first, .. new byte[15]]), ActivitySpanId.CreateFromBytes([first, .. new byte[7]]), flags, isRemote: true);
}
