namespace Autobatch.Emulator.State;

/// <summary>
/// The tasks of a job by id, for lists. What came and went since the last list is merged into the order then, so that a job that is
/// filled and listed by turns is never sorted as a whole again. Snapshots are never changed afterwards.
/// </summary>
internal sealed class SortedTasks
{
    private static readonly Comparison<TaskEntry> s_byId = (a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Record.Id, b.Record.Id);
    private readonly List<TaskEntry> _added = [];
    private TaskEntry[] _sorted = [];
    private bool _removed;

    /// <summary>A task came.</summary>
    public void Add(TaskEntry task) => _added.Add(task);

    /// <summary>A task went; it says so itself.</summary>
    public void Remove() => _removed = true;

    /// <summary>All tasks in order.</summary>
    public IReadOnlyList<TaskEntry> Snapshot()
    {
        if (_removed)
        {
            _sorted = Array.FindAll(_sorted, task => !task.Deleted);
            _added.RemoveAll(task => task.Deleted);
            _removed = false;
        }

        if (_added.Count > 0)
        {
            _added.Sort(s_byId);
            _sorted = Merge(_sorted, _added);
            _added.Clear();
        }

        return _sorted;
    }

    private static TaskEntry[] Merge(TaskEntry[] sorted, List<TaskEntry> added)
    {
        var merged = new TaskEntry[sorted.Length + added.Count];
        var (from, next) = (0, 0);
        for (var i = 0; i < merged.Length; i++)
        {
            merged[i] = next == added.Count || (from < sorted.Length && s_byId(sorted[from], added[next]) < 0) ? sorted[from++] : added[next++];
        }

        return merged;
    }
}
