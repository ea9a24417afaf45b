using Autobatch.Functions.Api.Description;
using Autobatch.Runs;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>A run of a workload, in brief.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Files">Files of its batch.</param>
/// <param name="CreatedAt">When its batch was closed.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Link">Where to read all of it.</param>
internal sealed record WorkloadRunView(string Id, [property: ValuesOf(typeof(RunStatus))] string Status, int? Files, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string Link);
