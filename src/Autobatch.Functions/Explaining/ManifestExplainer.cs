using Autobatch.Errors;
using Autobatch.Explaining;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Placement;
using Autobatch.Planning;
using Autobatch.Runs;
using Autobatch.Staging;

namespace Autobatch.Functions.Explaining;

/// <summary>Says what a manifest would do, without doing any of it: nothing is made, kept or scheduled.</summary>
internal sealed class ManifestExplainer(
    RunPlans plans, BatchAccounts accounts, Placements placements, ExplainInputs inputs, ExplainAccount looks, ExplainStaging staging, ExplainLimits limits, StorageUrlsFactory urls, AutoStorage storage,
    AppOptions options, TimeProvider time)
{
    // No run has this id; it stands where a run's own id would.
    private static readonly string s_runId = new('0', 32);
    private static readonly string s_notStaged = new('0', 64);

    /// <param name="manifest">The manifest as it came.</param>
    /// <param name="blobName">The name that it would be dropped by; null for a run over HTTP.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ExplainView> ExplainAsync(ManifestInput manifest, string? blobName, CancellationToken cancellationToken)
    {
        Faults faults = new();
        LedgerEntry entry = Entry(manifest, blobName);
        RunPlanResult planned = plans.Read(entry, manifest);
        faults.Add(planned.Errors);
        if (!planned.IsValid)
        {
            return View(faults, planned.ManifestId);
        }

        RunPlan plan = planned.Plan;
        if (CredentialLife.IsTooLong(plan.MaxTaskWallClock))
        {
            faults.Add(ErrorCodes.RunsTooLong, $"A task may run for {plan.MaxTaskWallClock}; credentials of its outputs live for less than 7 days.");
        }

        PlacementChoice? choice = await faults.LookAsync(() => placements.ChooseAsync(plan, storage.Account, [], cancellationToken));
        BatchAccount account = choice is null ? accounts.First : accounts.Find(choice.Account);
        await faults.LookAsync(() => inputs.MissingContainersAsync(plan, cancellationToken));
        await limits.CheckAsync(account, plan, faults, cancellationToken);
        bool asFiles = await limits.FallsBackAsync(account, plan, cancellationToken);
        List<ExplainedPackage> packages = [];
        RunInput run = RunInput.Of(entry);
        foreach (Autobatch.Packages.PackageReference package in plan.Packages)
        {
            if (await faults.LookAsync<ExplainedPackage>(async () => await looks.PackageAsync(account, run, plan, package, asFiles, faults, cancellationToken)) is { } explained)
            {
                packages.Add(explained);
            }
        }

        RunPackageFiles? staged = asFiles
            ? new RunPackageFiles([.. packages.Where(p => p.State == "resourceFile").Select(p => new PackageFile(p.ApplicationId, p.Version!, p.Sha256 ?? s_notStaged))])
            : null;
        (PlainUrls shown, IStorageUrls minted) = await UrlsAsync(account, plan, staged, faults, cancellationToken);
        IReadOnlyList<StagedList> lists = LongLists.MayBe(plan) ? LongLists.Of(plan, minted) : [];
        if (lists.Count > 0)
        {
            // The container's name is known once everything is copied; it is as long as this one.
            plan = LongLists.Rewrite(plan, lists.ToDictionary(l => l.Key, l => StagedLists.Example(options.Containers.Staged, l)));
            (shown, minted) = await UrlsAsync(account, plan, staged, faults, cancellationToken);
        }

        InputBounds? files = plan.Source is { } source
            ? await faults.LookAsync(() => inputs.ListAsync(plan, source, minted, faults, cancellationToken), "/taskFactory/source")
            : null;
        FoundPool? pool = await faults.LookAsync(() => looks.PoolAsync(account, plan, faults, cancellationToken), "/poolInfo");
        ExplainedQuota? quota = await faults.LookAsync(() => ExplainAccount.QuotaAsync(account, cancellationToken));
        ExplainedStaging? brought = await staging.LookAsync(storage, plan, lists, faults, cancellationToken);
        PlanExplanation explanation = PlanExplainer.Explain(plan, files, minted, shown);
        faults.Add(explanation.Errors);
        return View(faults, planned.ManifestId) with
        {
            Tasks = explanation.Tasks,
            Chunks = explanation.Chunks,
            Windows = RunWindows.Count(explanation.Chunks),
            Sizes = new ExplainedSizes(explanation.TaskBytes, explanation.ResourceFileChars, explanation.ChunkBytes),
            Bodies = new ExplainedBodies(explanation.Job, explanation.FirstTask, explanation.LastTask, explanation.MergeTask),
            Files = plan.Source is { } from && files is not null ? new ExplainedFiles(from.Container, from.BlobPrefix, files.Count) : null,
            Staging = brought,
            Packages = packages,
            Pool = pool?.Pool,
            Placement = choice is null ? null : new ExplainedPlacement(choice.Account, placements.PolicyOf(plan), choice.Reason, choice.Obstacle is null),
            Quota = quota,
            Cost = ExplainCost.Of(options.Prices, plan, explanation.Tasks, pool?.Nodes),
        };
    }

    // URLs to show, and those that tasks get; the former for both while credentials cannot be had.
    private async Task<(PlainUrls Shown, IStorageUrls Minted)> UrlsAsync(
        BatchAccount account, RunPlan plan, RunPackageFiles? staged, Faults faults, CancellationToken cancellationToken)
    {
        PlainUrls shown = new(storage, await urls.FormAsync(account, storage, plan, cancellationToken), staged);
        return (shown, (IStorageUrls?)await faults.LookAsync<StorageUrls>(async () => await urls.ForTasksAsync(account, storage, plan, staged, cancellationToken)) ?? shown);
    }

    private static ExplainView View(Faults faults, string? manifestId) => new()
    {
        Ok = faults.All.Count == 0,
        FirstFault = faults.All.Count > 0 ? faults.All[0] : null,
        Faults = faults.All,
        ManifestId = manifestId,
    };

    private LedgerEntry Entry(ManifestInput manifest, string? blobName) => new()
    {
        Id = s_runId,
        Kind = LedgerKind.Run,
        State = LedgerState.Claimed,
        Status = RunStatus.Pending,
        CreatedAt = time.GetUtcNow(),
        Sha256 = manifest.Hash(),
        Container = blobName is null ? null : options.Containers.Jobs,
        Name = blobName,
        ETag = blobName is null ? null : "0x0",
    };
}
