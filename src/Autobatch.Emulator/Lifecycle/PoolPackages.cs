using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>A pool may only name packages that can be deployed (FACTS C.7).</summary>
internal static class PoolPackages
{
    /// <summary>The first application that a pool's body names and that has no such active package; null when all have. Under the gate.</summary>
    public static string? FirstMissing(AccountState account, JsonElement pool)
    {
        foreach (var reference in pool.Property("applicationPackageReferences").Items().Select(PackageReference.Read))
        {
            var application = account.Applications.GetValueOrDefault(reference.ApplicationId);
            var version = reference.Version ?? application?.DefaultVersion;
            if (version is null || application?.Package(version) is not { Active: true })
            {
                return reference.ApplicationId;
            }
        }

        return null;
    }
}
