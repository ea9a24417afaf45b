namespace Autobatch.Batch;

internal sealed record TerminateJobBody(string? TerminateReason);
