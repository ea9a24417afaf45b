using System.Text.Json;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Tasks whose statistics are asked for. Which they are is taken under the gate; they are counted when the answer is written, so that nothing waits for that.</summary>
internal sealed record CountedTasks(IReadOnlyList<IReadOnlyList<TaskEntry>> Jobs, DateTimeOffset Start, TimeProvider Time)
{
    /// <summary>The tasks of these jobs. Under the gate.</summary>
    public static CountedTasks Of(IEnumerable<JobEntry> jobs, DateTimeOffset start, TimeProvider time) => new([.. jobs.Select(job => job.SortedTasks)], start, time);

    /// <summary>The same, or null when the request does not expand statistics. Under the gate.</summary>
    public static CountedTasks? WhenExpanded(Call call, IEnumerable<JobEntry> jobs, DateTimeOffset start) => Selection.Expands(call) ? Of(jobs, start, call.World.Time) : null;

    /// <summary>Counts them and writes the object.</summary>
    public void Write(Utf8JsonWriter writer, string url) =>
        TaskStatistics.Of(Jobs.SelectMany(tasks => tasks).Select(task => task.Record), Start, Time.GetUtcNow()).Write(writer, url, counts: true);
}
