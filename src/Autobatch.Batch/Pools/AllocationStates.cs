namespace Autobatch.Batch;

/// <summary>Whether a pool is changing its size, on the wire (FACTS C.1).</summary>
public static class AllocationStates
{
    public const string Resizing = "resizing";
    public const string Steady = "steady";
    public const string Stopping = "stopping";
}
