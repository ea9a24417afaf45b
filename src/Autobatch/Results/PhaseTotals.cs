using System.Text.Json;

namespace Autobatch.Results;

/// <summary>
/// Percentiles of each phase over all tasks: exact, by nearest rank. It keeps one number for each task and known phase,
/// so 100,000 tasks need some 4 MB.
/// </summary>
internal sealed class PhaseTotals
{
    private readonly List<double>[] _values = [.. TaskPhases.All.Select(_ => new List<double>())];

    /// <summary>Writes one task's phases, and counts them.</summary>
    public void Add(TaskPhases phases, Utf8JsonWriter json)
    {
        json.WriteStartObject("phases");
        for (int i = 0; i < TaskPhases.All.Count; i++)
        {
            (string name, Func<TaskPhases, double?> of) = TaskPhases.All[i];
            if (of(phases) is { } seconds)
            {
                _values[i].Add(seconds);
                json.WriteNumber(name, seconds);
            }
            else
            {
                json.WriteNull(name);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes each phase's percentiles; null for a phase that no task knows.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("phases");
        for (int i = 0; i < TaskPhases.All.Count; i++)
        {
            List<double> values = _values[i];
            if (values.Count == 0)
            {
                json.WriteNull(TaskPhases.All[i].Name);
                continue;
            }

            values.Sort();
            json.WriteStartObject(TaskPhases.All[i].Name);
            json.WriteNumber("count", values.Count);
            json.WriteNumber("p50", Rank(values, 50));
            json.WriteNumber("p95", Rank(values, 95));
            json.WriteNumber("max", values[^1]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The nearest rank: the smallest value that so many percent of all values do not exceed.</summary>
    internal static double Rank(List<double> sorted, int percent) => sorted[(int)((((long)sorted.Count * percent) + 99) / 100) - 1];
}
