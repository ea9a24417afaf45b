using System.Text.Json;
using Autobatch.Planning;
using Autobatch.Planning.Bodies;

namespace Autobatch.Packages;

/// <summary>Where packages cannot come as resource files, although the manifest asks for it: only tasks get files, and only Linux nodes run the script that unpacks them.</summary>
public static class PackageFallbacks
{
    private const string AutoPool = "/poolInfo/autoPoolSpecification/pool";

    /// <summary>Whether the nodes of a pool by this REST body run Windows; null when it does not say.</summary>
    public static bool? IsWindows(JsonElement pool) =>
        pool.ValueKind == JsonValueKind.Object && pool.TryGetProperty("virtualMachineConfiguration", out JsonElement machine) && machine.ValueKind == JsonValueKind.Object
        && machine.TryGetProperty("nodeAgentSKUId", out JsonElement agent) && agent.ValueKind == JsonValueKind.String
            ? agent.GetString()!.Contains("windows", StringComparison.OrdinalIgnoreCase)
            : null;

    /// <summary>What is told of a pool of Windows nodes.</summary>
    public static string OnWindows(string pool) =>
        $"The nodes of {pool} run Windows, and packages come as resource files to Linux nodes only. Bring the zip by resourceFiles, and unpack it in the command line with tar -xf.";

    /// <summary>What stands in the way, as far as the manifest tells it, and where.</summary>
    internal static (string Message, string Place)? FaultOf(RunPlan plan)
    {
        if (!plan.FallsBack)
        {
            return null;
        }

        if (plan.AutoPool is { } pool)
        {
            if (IsWindows(pool) == true)
            {
                return (OnWindows("the auto pool"), $"{AutoPool}/virtualMachineConfiguration");
            }

            if (Referenced(pool, plan) is { } inPool)
            {
                return ($"{inPool} is a package of the auto pool, and pools get no resource files. Name it in the applicationPackageReferences of the tasks that need it.", $"{AutoPool}/applicationPackageReferences");
            }
        }

        return plan.Manifest.Tasks().Where(t => t.Task.TryGetProperty("multiInstanceSettings", out _)).Select(t => (Package: Referenced(t.Task, plan), t.Pointer)).FirstOrDefault(t => t.Package is not null) is { Package: { } ofTask } found
            ? ($"{ofTask} cannot come as a resource file to a multi-instance task, whose coordination command would not find it. Use commonResourceFiles.", $"{found.Pointer}/multiInstanceSettings")
            : null;
    }

    private static PackageReference? Referenced(JsonElement owner, RunPlan plan) =>
        owner.TryGetProperty("applicationPackageReferences", out JsonElement references)
            ? references.EnumerateArray().Select(r => PinnedPackages.Read(r, plan.Values)).FirstOrDefault(p => plan.Listed(p) is { FallsBack: true })
            : null;
}
