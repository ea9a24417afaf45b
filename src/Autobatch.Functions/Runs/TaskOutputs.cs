using Autobatch.Results;

namespace Autobatch.Functions.Runs;

/// <summary>A run's outputs by the folder that they lie in: <c>{runId}/{folder}/…</c>, which is a task's id unless the manifest says otherwise.</summary>
internal sealed class TaskOutputs(string runId)
{
    private readonly Dictionary<string, List<OutputBlob>> _byFolder = new(StringComparer.OrdinalIgnoreCase);

    public void Add(OutputBlob blob)
    {
        string path = blob.Name[(runId.Length + 1)..];
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string folder = slash < 0 ? "" : path[..slash];
        if (!_byFolder.TryGetValue(folder, out List<OutputBlob>? blobs))
        {
            _byFolder[folder] = blobs = [];
        }

        blobs.Add(blob);
    }

    /// <summary>The outputs of one task; they are not among the rest any more.</summary>
    public IReadOnlyList<OutputBlob> Take(string taskId) => _byFolder.Remove(taskId, out List<OutputBlob>? blobs) ? blobs : [];

    /// <summary>What no task took, in order of names.</summary>
    public IEnumerable<OutputBlob> Rest() => _byFolder.Values.SelectMany(b => b).OrderBy(b => b.Container, StringComparer.Ordinal).ThenBy(b => b.Name, StringComparer.Ordinal);
}
