using System.Diagnostics;
using Autobatch.Functions.Telemetry;

namespace Autobatch.Functions.Tests.Telemetry;

public sealed class RunTraceTests
{
    private const string Run = "00112233445566778899aabbccddeeff";
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Runs_id_is_its_traces_and_every_attempt_gives_the_same_spans()
    {
        RunTrace trace = RunTrace.Of(Run, null);
        ActivityContext[] spans = [trace.Door, trace.Run, trace.Phase(0), trace.Phase(1)];

        Assert.Equal(default, trace.Caller.SpanId);
        Assert.All(spans, s => Assert.Equal((Run, ActivityTraceFlags.Recorded), (s.TraceId.ToHexString(), s.TraceFlags)));
        Assert.Equal(spans.Length, spans.Select(s => s.SpanId).Distinct().Count());
        Assert.Equal<IEnumerable<ActivityContext>>(spans, [RunTrace.Of(Run, null).Door, RunTrace.Of(Run, null).Run, RunTrace.Of(Run, null).Phase(0), RunTrace.Of(Run, null).Phase(1)]);
        Assert.NotEqual(trace.Run.SpanId, RunTrace.Of("ff112233445566778899aabbccddeeff", null).Run.SpanId);
        Assert.Equal($"00-{Run}-{trace.Run.SpanId}-01", RunTrace.Text(trace.Run));
    }

    [Theory]
    [InlineData("01", ActivityTraceFlags.Recorded)]
    [InlineData("00", ActivityTraceFlags.None)]
    public void Caller_brings_its_trace_and_its_wish_to_be_recorded(string flags, ActivityTraceFlags expected)
    {
        RunTrace trace = RunTrace.Of(Run, RunTrace.ReadCaller(Caller[..^2] + flags));

        Assert.Equal("b7ad6b7169203331", trace.Caller.SpanId.ToHexString());
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", expected), (trace.Run.TraceId.ToHexString(), trace.Run.TraceFlags));
        Assert.Equal(RunTrace.Of(Run, null).Run.SpanId, trace.Run.SpanId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX: y")]
    public void What_is_no_traceparent_is_ignored(string? text) => Assert.Null(RunTrace.ReadCaller(text));

    [Fact]
    public void Span_takes_an_id_that_is_known_beforehand()
    {
        using ActivitySource source = new("Span_takes_an_id");
        using ActivityListener listener = new() { ShouldListenTo = s => s == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        RunTrace trace = RunTrace.Of(Run, null);

        using Activity root = source.StartActivity("root", ActivityKind.Server, trace.Caller)!;
        SpanIds.Take(root, trace.Door);
        using Activity child = source.StartActivity("child")!;

        Assert.Equal((trace.Door.SpanId, default), (root.SpanId, root.ParentSpanId));
        Assert.Equal((trace.Door.TraceId, trace.Door.SpanId), (child.TraceId, child.ParentSpanId));
    }
}
