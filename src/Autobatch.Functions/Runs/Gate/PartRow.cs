using Autobatch.Placement;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>What a run has of its workload's tasks, kept with its place at the gate: it goes when the place is given back.</summary>
/// <param name="Part">The numbers.</param>
/// <param name="JobId">The job whose tasks they are.</param>
/// <param name="CountedAt">When Batch was asked last.</param>
/// <param name="ETag">The row's version.</param>
internal sealed record PartRow(WorkloadPart Part, string JobId, DateTimeOffset CountedAt, ETag ETag)
{
    public const string JobIdName = "JobId";
    public const string Granted = "Granted";
    public const string Done = "Done";
    public const string WantsMore = "WantsMore";
    public const string CountedAtName = "CountedAt";

    public static PartRow Of(TableEntity row)
    {
        int granted = row.GetInt32(Granted) ?? 0;
        WorkloadPart part = new(GateRows.PlaceOf(row), granted, Math.Min(granted, row.GetInt32(Done) ?? 0), row.GetBoolean(WantsMore) == true);
        return new PartRow(part, row.GetString(JobIdName) ?? "", row.GetDateTimeOffset(CountedAtName) ?? DateTimeOffset.UnixEpoch, row.ETag);
    }
}
