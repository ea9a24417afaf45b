using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>Gives a run its exact package versions, once and for all.</summary>
internal sealed class PackagePins(RunFiles files, RunPlans plans, DefaultVersions defaults, TimeProvider time)
{
    /// <summary>The versions that the run has, or gets now; a hold while a default version is not decided.</summary>
    /// <exception cref="FaultException">A reference names no version and the application has no default.</exception>
    public async Task<(RunPackages? Packages, Hold? Hold)> GiveAsync(BatchAccount account, RunInput run, RunPlan plan, CancellationToken cancellationToken)
    {
        if (await files.ReadPackagesAsync(run.RunId, cancellationToken) is { } before)
        {
            return (before, null);
        }

        List<GivenPackage> packages = [];
        foreach (PackageReference package in plan.Packages)
        {
            if (package.Version is { } version)
            {
                packages.Add(new GivenPackage(package.ApplicationId, version, false));
                continue;
            }

            (string? byDefault, Hold? hold) = await defaults.ResolveAsync(account, package.ApplicationId, cancellationToken);
            if (hold is not null)
            {
                return (null, hold);
            }

            packages.Add(new GivenPackage(package.ApplicationId, byDefault!, true));
        }

        (DateTimeOffset? since, bool? linux) = await PoolAsync(account, plan.PoolId, cancellationToken);
        RunPackages given = await files.SavePackagesOnceAsync(run.RunId, new RunPackages(time.GetUtcNow(), since, linux, packages), cancellationToken);
        plans.Forget(run.RunId);
        return (given, null);
    }

    private static async Task<(DateTimeOffset? Since, bool? Linux)> PoolAsync(BatchAccount account, string? poolId, CancellationToken cancellationToken)
    {
        if (poolId is null)
        {
            return (null, null);
        }

        JsonElement pool = JsonElement.Parse((await account.Data.GetPoolJsonAsync(poolId, cancellationToken)).ToMemory().Span);
        bool? linux = pool.TryGetProperty("virtualMachineConfiguration", out JsonElement machine) && machine.TryGetProperty("nodeAgentSKUId", out JsonElement agent)
            ? !agent.GetString()!.Contains("windows", StringComparison.OrdinalIgnoreCase)
            : null;
        return (pool.TryGetProperty("creationTime", out JsonElement made) ? made.GetDateTimeOffset() : null, linux);
    }
}
