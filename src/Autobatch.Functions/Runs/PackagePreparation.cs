using Autobatch.Accounts;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Packages.Fallback;
using Autobatch.Planning;
using Autobatch.Staging;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>Gives a run its packages and sees that its tasks can have them: from Batch, or as files where the account's storage gives none and the manifest lets them fall back.</summary>
internal sealed class PackagePreparation(
    PackagePins pins, PackageReadiness packages, StagedPackages staged, PackageArrived arrivals, SourceDefaults defaults, StorageAccounts storage, StagedBlobs blobs, RunFiles files)
{
    /// <summary>A hold while something is missing.</summary>
    /// <exception cref="FaultException">Something is missing for good.</exception>
    public async Task<Hold?> PrepareAsync(
        BatchAccount account, RunInput run, RunPlan plan, BatchAccountFacts known, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // What was decided for this account counts: tasks may have been made by it.
        RunPackageFiles? before = plan.FallsBack ? await files.ReadPackageFilesAsync(run.RunId, account.Name, cancellationToken) : null;
        bool asFiles = before is not null || (plan.FallsBack && StorageLimits.WhyNoPackages(plan, known) is not null);

        // Versions first, and only then whether they are there: pruning looks the other way round, so one of the two sees the other.
        (RunPackages? given, Hold? hold) = await pins.GiveAsync(account, run, plan, cancellationToken);
        List<PackageFile> found = [];
        foreach (GivenPackage package in given?.Packages ?? [])
        {
            bool asFile = asFiles && plan.Listed(new PackageReference(package.ApplicationId, package.Version)) is { FallsBack: true };
            (PackageFile? file, Hold? held, DroppedPackage? missing) = asFile
                ? await staged.CheckAsync(account, run, package, true, cancellationToken)
                : await OfBatchAsync(account, run, package, cancellationToken);
            hold ??= held;
            if (file is not null)
            {
                found.Add(file);
            }

            if (missing is not null)
            {
                await arrivals.RegisterAsync(missing, client, cancellationToken);
            }
        }

        if (hold is null && asFiles)
        {
            await blobs.PutAsync(storage.Find(run.Storage), new Dictionary<string, byte[]> { [PackageRunner.ScriptName] = PackageRunner.Script.ToArray() }, cancellationToken);
            await files.SavePackageFilesOnceAsync(run.RunId, account.Name, new RunPackageFiles(found), cancellationToken);
        }

        return hold;
    }

    private async Task<(PackageFile? File, Hold? Hold, DroppedPackage? Missing)> OfBatchAsync(
        BatchAccount account, RunInput run, GivenPackage package, CancellationToken cancellationToken)
    {
        (Hold? held, DroppedPackage? missing) = await packages.CheckAsync(account, package, run.Key(), cancellationToken);
        if (held is null && package.MakeDefault)
        {
            await defaults.MakeAsync(account, run, package, cancellationToken);
        }

        return (null, held, missing);
    }
}
