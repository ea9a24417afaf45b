using System.Collections.Frozen;

namespace Autobatch.Pools;

/// <summary>
/// Where Resource Manager's words for a pool are not those of the data plane (both 2025-06-01), by the path below the REST body; a list's items are at the path of the list.
/// All other names and values are the same.
/// </summary>
internal static class ArmPoolWords
{
    private const string Machine = "virtualMachineConfiguration";
    private const string Network = "networkConfiguration";
    private const string NatPools = $"{Network}/endpointConfiguration/inboundNATPools";

    private static readonly string[] s_caching = ["None", "ReadOnly", "ReadWrite"];
    private static readonly string[] s_disks = ["Standard_LRS", "Premium_LRS", "StandardSSD_LRS"];
    private static readonly string[] s_elevations = ["NonAdmin", "Admin"];

    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        [$"{Machine}/nodeAgentSKUId"] = "nodeAgentSkuId",
        [$"{Machine}/imageReference/virtualMachineImageId"] = "id",
        [$"{Network}/dynamicVNetAssignmentScope"] = "dynamicVnetAssignmentScope",
        [NatPools] = "inboundNatPools",
        ["startTask/userIdentity/username"] = "userName",
        ["mountConfiguration/cifsMountConfiguration/username"] = "userName",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> s_values = new Dictionary<string, string[]>
    {
        [$"{Machine}/containerConfiguration/type"] = ["DockerCompatible", "CriCompatible"],
        [$"{Machine}/dataDisks/caching"] = s_caching,
        [$"{Machine}/dataDisks/managedDisk/storageAccountType"] = s_disks,
        [$"{Machine}/diskEncryptionConfiguration/targets"] = ["OsDisk", "TemporaryDisk"],
        [$"{Machine}/nodePlacementConfiguration/policy"] = ["Regional", "Zonal"],
        [$"{Machine}/osDisk/caching"] = s_caching,
        [$"{Machine}/osDisk/ephemeralOSDiskSettings/placement"] = ["CacheDisk"],
        [$"{Machine}/osDisk/managedDisk/storageAccountType"] = s_disks,
        [$"{Machine}/securityProfile/securityType"] = ["trustedLaunch", "confidentialVM"],
        [$"{NatPools}/networkSecurityGroupRules/access"] = ["Allow", "Deny"],
        [$"{NatPools}/protocol"] = ["TCP", "UDP"],
        [$"{Network}/publicIPAddressConfiguration/provision"] = ["BatchManaged", "UserManaged", "NoPublicIPAddresses"],
        ["startTask/containerSettings/workingDirectory"] = ["TaskWorkingDirectory", "ContainerImageDefault"],
        ["startTask/userIdentity/autoUser/elevationLevel"] = s_elevations,
        ["startTask/userIdentity/autoUser/scope"] = ["Task", "Pool"],
        ["taskSchedulingPolicy/jobDefaultOrder"] = ["None", "CreationTime"],
        ["taskSchedulingPolicy/nodeFillType"] = ["Spread", "Pack"],
        ["userAccounts/elevationLevel"] = s_elevations,
        ["userAccounts/windowsUserConfiguration/loginMode"] = ["Batch", "Interactive"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What both planes call the same.</summary>
    public static IReadOnlyList<string> Alike { get; } =
        ["displayName", "vmSize", "networkConfiguration", "taskSlotsPerNode", "taskSchedulingPolicy", "userAccounts", "metadata", "startTask", "mountConfiguration", "upgradePolicy"];

    /// <summary>What a fixed size is given by.</summary>
    public static IReadOnlyList<string> Fixed { get; } = ["resizeTimeout", "targetDedicatedNodes", "targetLowPriorityNodes"];

    /// <summary>What a size by formula is given by.</summary>
    public static IReadOnlyList<string> Automatic { get; } = ["autoScaleFormula", "autoScaleEvaluationInterval"];

    /// <summary>The name there of the property at a path.</summary>
    public static string Name(string path, string name) => s_names.GetValueOrDefault(path, name);

    /// <summary>The spelling there of a text at a path; the text as it is when it is no known value.</summary>
    public static string Value(string path, string text) =>
        s_values.GetValueOrDefault(path)?.FirstOrDefault(v => v.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
}
