namespace Autobatch.Batch;

/// <summary>The states of a pool on the wire (FACTS C.1).</summary>
public static class PoolStates
{
    public const string Active = "active";
    public const string Deleting = "deleting";
}
