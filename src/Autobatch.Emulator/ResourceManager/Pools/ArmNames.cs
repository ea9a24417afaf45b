namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>Names inside of a pool that this plane spells in another way than the data plane (2025-06-01), by what they are in.</summary>
internal static class ArmNames
{
    private static readonly (string Parent, string DataPlane, string Arm)[] s_names =
    [
        ("cifsMountConfiguration", "username", "userName"),
        ("endpointConfiguration", "inboundNATPools", "inboundNatPools"),
        ("imageReference", "virtualMachineImageId", "id"),
        ("networkConfiguration", "dynamicVNetAssignmentScope", "dynamicVnetAssignmentScope"),
        ("userIdentity", "username", "userName"),
        ("virtualMachineConfiguration", "nodeAgentSKUId", "nodeAgentSkuId"),
    ];

    /// <summary>What this plane calls a property of the data plane.</summary>
    public static string OfDataPlane(string parent, string name) => s_names.FirstOrDefault(n => n.Parent == parent && n.DataPlane == name).Arm ?? name;

    /// <summary>What the data plane calls a property of this plane.</summary>
    public static string ToDataPlane(string parent, string name) => s_names.FirstOrDefault(n => n.Parent == parent && n.Arm == name).DataPlane ?? name;
}
