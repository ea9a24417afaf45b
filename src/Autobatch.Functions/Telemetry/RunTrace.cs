using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Autobatch.Runs;

namespace Autobatch.Functions.Telemetry;

/// <summary>
/// The ids of a run's trace. They follow from the run's id and from the caller's <c>traceparent</c> when there was one, so every attempt at every step,
/// on whatever instance, gives the same.
/// </summary>
internal readonly record struct RunTrace
{
    private readonly string _runId;

    private RunTrace(string runId, ActivityContext caller) => (_runId, Caller) = (runId, caller);

    /// <summary>Whom the run is a part of: the caller's span, or none in a trace that has the run's own id.</summary>
    public ActivityContext Caller { get; }

    /// <summary>The trigger that took the run in.</summary>
    public ActivityContext Door => Below("door");

    /// <summary>The run, from its claim to its end.</summary>
    public ActivityContext Run => Below("run");

    /// <param name="runId">The run, 32 hex digits.</param>
    /// <param name="caller">What <see cref="ReadCaller"/> gave when it was taken in.</param>
    public static RunTrace Of(string runId, string? caller) =>
        new(runId, ActivityContext.TryParse(caller, null, isRemote: true, out ActivityContext parent) ? parent : Root(runId));

    /// <summary>The run's phase of that number, from 0.</summary>
    public ActivityContext Phase(int number) => Below($"phase {number}");

    /// <summary>A caller's <c>traceparent</c> in the form of version 00; null for what is none, which the W3C's recommendation says to ignore.</summary>
    public static string? ReadCaller(string? traceParent) => ActivityContext.TryParse(traceParent, null, isRemote: true, out ActivityContext caller) ? Text(caller) : null;

    /// <summary>A context as <c>traceparent</c> has it.</summary>
    public static string Text(ActivityContext context) => $"00-{context.TraceId}-{context.SpanId}-{(byte)context.TraceFlags:x2}";

    private static ActivityContext Root(string runId) => new(
        ActivityTraceId.CreateFromBytes(Ids.IsId(runId) ? Convert.FromHexString(runId) : Hash(runId).AsSpan(0, 16)), default, ActivityTraceFlags.Recorded, isRemote: true);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private ActivityContext Below(string name) =>
        new(Caller.TraceId, ActivitySpanId.CreateFromBytes(Hash($"{_runId} {name}").AsSpan(0, 8)), Caller.TraceFlags, isRemote: true);
}
