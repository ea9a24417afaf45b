using Autobatch.Batch;

namespace Autobatch.Functions.Api;

/// <summary>Which tasks of a run a list is about. Null: any.</summary>
/// <param name="State">Their state.</param>
/// <param name="Result">How they ended: <see cref="TaskResults"/>.</param>
internal sealed record TaskFilter(string? State, string? Result)
{
    public bool Fits(TaskView task) => Is(State, task.State) && Is(Result, task.Result);

    /// <summary>The same for Batch; null for all tasks.</summary>
    public string? ToOData()
    {
        string filter = string.Join(" and ", Parts());
        return filter.Length == 0 ? null : filter;
    }

    private IEnumerable<string> Parts()
    {
        if (State is not null)
        {
            yield return $"state eq {ODataFilter.Text(State)}";
        }

        if (Result is not null)
        {
            yield return $"executionInfo/result eq {ODataFilter.Text(Result)}";
        }
    }

    private static bool Is(string? wanted, string? value) => wanted is null || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);
}
