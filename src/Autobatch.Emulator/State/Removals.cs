namespace Autobatch.Emulator.State;

/// <summary>
/// Directories of tasks of one job that are being removed: of a deleted task, or of one whose retentionTime is over.
/// A new task of that id starts only when it is gone. All under the gate.
/// </summary>
internal sealed class Removals
{
    private readonly Dictionary<string, Task> _byTask = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All that are under way.</summary>
    public Task All => Task.WhenAll(_byTask.Values);

    /// <summary>The one under way; null when there is none.</summary>
    public Task? Of(string taskId) => _byTask.GetValueOrDefault(taskId);

    /// <summary>A removal begins; it completes after the one before.</summary>
    public void Begin(string taskId, Task removal) => _byTask[taskId] = removal;

    /// <summary>A removal is over; a later one of the same id may be under way.</summary>
    public void End(string taskId, Task removal)
    {
        if (Of(taskId) == removal)
        {
            _byTask.Remove(taskId);
        }
    }
}
