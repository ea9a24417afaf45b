using System.Collections.Concurrent;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Manifests;
using Autobatch.Planning;
using Autobatch.Staging;
using Autobatch.Workloads;

namespace Autobatch.Functions.Runs;

/// <summary>
/// Makes a run's plan from its manifest wherever it is needed: always the same, so a few are kept in memory. A plan whose packages have no exact
/// versions yet, or whose copies are not made, is not kept.
/// </summary>
internal sealed class RunPlans(RunFiles files, AppOptions options, AppIdentity identity)
{
    private const int MostKept = 32;
    private readonly ConcurrentDictionary<string, RunPlan> _kept = new();

    /// <summary>The plan for a manifest that came in, or what is wrong with it.</summary>
    public RunPlanResult Read(LedgerEntry entry, ManifestInput manifest)
    {
        ManifestReadResult read = ManifestReader.Read(manifest.Utf8, manifest.Format);
        if (!read.IsValid)
        {
            return new RunPlanResult(null, read.Errors);
        }

        RunContext context = ContextOf(RunInput.Of(entry)) with { Parameters = ManifestParameters.Read(read.Manifest, manifest.Parameters) };
        return RunPlanner.Plan(read.Manifest, context) with { ManifestId = read.Manifest.Id };
    }

    /// <summary>The plan of a run that was taken in.</summary>
    /// <exception cref="FaultException">The manifest is gone, or what the settings now say makes it unfit.</exception>
    public async Task<RunPlan> GetAsync(RunInput run, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(run.RunId, out RunPlan? kept))
        {
            return kept;
        }

        ReadOnlyMemory<byte> manifest = await files.ReadManifestAsync(run.RunId, cancellationToken)
            ?? throw new FaultException(ErrorCodes.ManifestVanished, $"The manifest of run {run.RunId} is no longer in {AppStorage.RunsContainer}.");
        RunContext first = ContextOf(run);
        RunContext context = first;
        RunPlan plan = Valid(Read(context, manifest));
        bool whole = true;
        if (plan.Packages.Any(p => p.Version is null))
        {
            RunPackages? given = await files.ReadPackagesAsync(run.RunId, cancellationToken);
            whole &= given is not null;
            context = given is null ? context : context with { DefaultVersions = given.Defaults() };
        }

        bool lists = LongLists.MayBe(plan);
        if (lists || ExternalCopies.Of(plan).Count > 0)
        {
            StagingRecord? staged = await files.ReadStagingAsync(run.RunId, cancellationToken);
            whole &= staged is { IsDone: true } && (!lists || staged.Lists is not null);
            context = staged is null ? context : context with { Copied = staged.Names(), Lists = staged.Containers() };
        }

        plan = ReferenceEquals(context, first) ? plan : Valid(Read(context, manifest));
        if (!whole)
        {
            return plan;
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(run.RunId, plan);
    }

    /// <summary>The plan of a run whose inputs are staged, for making its job and tasks.</summary>
    /// <exception cref="FaultException">The manifest is gone, or the record of what was staged.</exception>
    public async Task<RunPlan> GetStagedAsync(RunInput run, CancellationToken cancellationToken)
    {
        RunPlan plan = await GetAsync(run, cancellationToken);
        return plan.HasCopies ? plan
            : throw new FaultException(ErrorCodes.StagingVanished, $"What run {run.RunId} has copied of other hosts' files is no longer recorded in {AppStorage.RunsContainer}.");
    }

    /// <summary>What is wrong with a workload whose runs could not be planned with the settings as they are.</summary>
    public IReadOnlyList<ManifestError> Check(Workload workload, string name)
    {
        RunContext context = ContextOf(new RunInput(new string('0', 32), default, "", null, null, null));
        return WorkloadPlanner.Check(workload, name, options.Containers.Inputs, context);
    }

    public void Forget(string runId) => _kept.TryRemove(runId, out _);

    private static RunPlan Valid(RunPlanResult result) =>
        result.IsValid ? result.Plan : throw new FaultException(Problem.Of(result.Errors).Code, Problem.Of(result.Errors).Detail);

    private static RunPlanResult Read(RunContext context, ReadOnlyMemory<byte> manifest)
    {
        ManifestReadResult read = ManifestReader.Read(manifest);
        return read.IsValid ? RunPlanner.Plan(read.Manifest, context) : new RunPlanResult(null, read.Errors);
    }

    private RunContext ContextOf(RunInput run) => new()
    {
        RunId = run.RunId,
        OutputsRunId = run.OutputsOf,
        AppId = identity.Id,
        Trigger = run.Trigger(),
        Batch = run.Batch is not { } batch ? null : new BatchInfo(
            batch.Id, options.Containers.Inputs, batch.Prefix, batch.Files, new InputFile(options.Containers.Outputs, RunBatch.ListName(run.OutputsId()))),
        Parameters = new Dictionary<string, JsonElement>(),
        OutputsContainer = options.Containers.Outputs,
        StagedContainer = options.Containers.Staged,
        MarkersContainer = options.Watch.Markers ? options.Containers.Markers : null,
        BatchAccounts = [.. options.Accounts.Select(a => a.Name)],
        Copies = options.Staging.Hosts,
        DefaultPoolId = options.DefaultPool?.Id,
        MaxTasks = options.Runs.MaxTasks,
        Notify = options.Notify.Policy,
        KeepStandardStreams = options.Runs.KeepStandardStreams,
        TraceParent = run.Trace is not null || options.Telemetry.Traces ? RunTrace.Text(options.Telemetry.Sampler.Told(RunTrace.Of(run.RunId, run.Trace).Run)) : null,
    };
}
