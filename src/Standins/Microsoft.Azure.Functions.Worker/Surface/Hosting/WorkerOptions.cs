namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the worker tells the host of itself.</summary>
public class WorkerOptions
{
    /// <summary>Capabilities by name; the local runtime knows none and ignores them.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
