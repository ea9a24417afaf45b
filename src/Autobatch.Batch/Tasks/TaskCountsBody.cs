namespace Autobatch.Batch;

internal sealed record TaskCountsBody(TaskCounts? TaskCounts);
