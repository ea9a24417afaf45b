using Autobatch.Functions.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Api;

/// <summary>The trace that a caller wants its run to be a part of: the header <c>traceparent</c>, or none when there is none, or more than one.</summary>
internal static class CallerTrace
{
    public static string? Of(HttpRequest request) => request.Headers.TraceParent is [var only] ? RunTrace.ReadCaller(only) : null;
}
