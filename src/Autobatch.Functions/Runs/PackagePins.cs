using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>Gives a run its exact package versions, once and for all.</summary>
internal sealed class PackagePins(RunFiles files, RunPlans plans, DefaultVersions defaults, SourceBlobs sources, RunOptions options, TimeProvider time)
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
            (GivenPackage? one, Hold? hold) = await GiveAsync(account, run, plan, package, cancellationToken);
            if (one is null)
            {
                return (null, hold);
            }

            packages.Add(one);
        }

        (DateTimeOffset? since, bool? linux) = await PoolAsync(account, plan.PoolId, cancellationToken);
        RunPackages given = await files.SavePackagesOnceAsync(run.RunId, new RunPackages(time.GetUtcNow(), since, linux, packages), cancellationToken);
        plans.Forget(run.RunId);
        return (given, null);
    }

    /// <summary>The version that one reference means now, with the zip that the manifest brings it in.</summary>
    /// <exception cref="FaultException">There is none.</exception>
    public async Task<(GivenPackage? Package, Hold? Hold)> GiveAsync(
        BatchAccount account, RunInput run, RunPlan plan, PackageReference package, CancellationToken cancellationToken)
    {
        ManifestPackage? listed = plan.Listed(package);
        string? version = package.Version ?? listed?.Reference.Version;
        if (version is null)
        {
            (version, Hold? undecided) = await defaults.ResolveAsync(account, package.ApplicationId, cancellationToken);
            if (undecided is not null)
            {
                return (null, undecided);
            }
        }

        PinnedSource? zip = listed?.Source is { } source ? await sources.FindAsync(source, run.Storage, cancellationToken) : null;
        return listed?.Source is not null && zip is null
            ? (null, MissingPackage.Hold(options, ErrorCodes.PackageSourceNotFound, $"{package.ApplicationId} {version} is to be registered from {listed.Source}, and there is no such blob."))
            : (new GivenPackage(package.ApplicationId, version!, package.Version is null, zip, listed?.MakeDefault == true), null);
    }

    private static async Task<(DateTimeOffset? Since, bool? Linux)> PoolAsync(BatchAccount account, string? poolId, CancellationToken cancellationToken)
    {
        if (poolId is null)
        {
            return (null, null);
        }

        JsonElement pool = JsonElement.Parse((await account.Data.GetPoolJsonAsync(poolId, cancellationToken: cancellationToken)).ToMemory().Span);
        bool? linux = pool.TryGetProperty("virtualMachineConfiguration", out JsonElement machine) && machine.TryGetProperty("nodeAgentSKUId", out JsonElement agent)
            ? !agent.GetString()!.Contains("windows", StringComparison.OrdinalIgnoreCase)
            : null;
        return (pool.TryGetProperty("creationTime", out JsonElement made) ? made.GetDateTimeOffset() : null, linux);
    }
}
