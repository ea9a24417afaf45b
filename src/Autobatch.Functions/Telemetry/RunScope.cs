using System.Collections;

namespace Autobatch.Functions.Telemetry;

/// <summary>The ids that every log line of a run's activity carries, as fields.</summary>
internal sealed class RunScope(string runId, string? jobId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => jobId is null ? 1 : 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("RunId", runId),
        1 when jobId is not null => new("JobId", jobId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => jobId is null ? $"run {runId}" : $"run {runId}, job {jobId}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
