namespace Autobatch.Emulator.Scheduling;

/// <summary>The opaque name by which tasks ask for a node.</summary>
internal static class Affinity
{
    /// <summary>The affinityId of a node (FACTS R.6).</summary>
    public static string Of(string nodeId) => "TVM:" + nodeId;
}
