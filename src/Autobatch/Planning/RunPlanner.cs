using System.Text.Json;
using System.Xml;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Manifests.Checks;
using Autobatch.Packages;
using Autobatch.Placement;
using Autobatch.Planning.Sweeps;
using Autobatch.Runs;

namespace Autobatch.Planning;

/// <summary>Decides what carrying out a manifest takes. Pure: the same manifest and context always give the same plan.</summary>
public static class RunPlanner
{
    /// <summary>Makes the plan.</summary>
    public static RunPlanResult Plan(JobManifest manifest, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(context);
        ManifestErrors errors = new(manifest.Text, ManifestReadOptions.Default.MaxErrors);
        string jobId = Ids.JobId(manifest.Id, context.RunId);
        PlaceholderValues values = new(jobId, context, ParameterValues.Resolve(manifest, context.Parameters, errors));
        if (!errors.Any)
        {
            PlanChecks.Check(manifest.Root, context, values, errors);
        }

        if (!errors.Any)
        {
            ListedCollisions.Check(manifest.Root, values, errors);
        }

        IReadOnlyList<string> accounts = errors.Any ? [] : BatchAccountChecks.Read(manifest.Root, context.BatchAccounts, errors);
        IReadOnlyList<ManifestPackage> applications = errors.Any ? [] : ManifestPackages.Read(manifest.Root, values, errors);
        Uri? notify = errors.Any ? null : NotifyChecks.Read(manifest.Root, context.Notify, values, errors);
        JsonElement? factory = manifest.Factory;
        int maxTasks = factory is { } m && m.TryGetProperty("maxTasks", out JsonElement max) ? Math.Min(max.GetInt32(), context.MaxTasks) : context.MaxTasks;
        Sweep? sweep = null;
        if (!errors.Any && factory is { } swept && SweepChecks.IsSweep(swept))
        {
            sweep = new SweepReader(values, errors).Read(swept);
            SweepPlanChecks.Check(manifest.Root, sweep, errors);
        }

        int fixedTasks = sweep?.Tasks ?? manifest.TaskCount ?? 0;
        if (factory is not null && fixedTasks > maxTasks)
        {
            errors.AtValue(
                ErrorCodes.TooManyTasks, sweep is null ? "/taskFactory/tasks" : "/taskFactory/parameterSets",
                $"The factory makes {fixedTasks} tasks; {maxTasks} are allowed. Narrow it, or raise taskFactory.maxTasks and the setting Autobatch:Runs:MaxTasks.");
        }

        if (errors.Any)
        {
            return new RunPlanResult(null, errors.InOrder());
        }

        JsonElement root = manifest.Root;
        TaskFacts tasks = TaskFacts.Of(root, context, values);
        return new RunPlanResult(
            new RunPlan(manifest, context, values)
            {
                JobId = jobId,
                PoolId = PoolId(root, values) ?? (root.TryGetProperty("poolInfo", out _) ? null : context.DefaultPoolId),
                BatchAccounts = accounts,
                UsesAutoPool = root.TryGetProperty("poolInfo", out JsonElement pool) && pool.TryGetProperty("autoPoolSpecification", out _),
                AutoPoolSlots = AutoPoolSlots(root),
                Packages = tasks.Packages,
                Applications = applications,
                ReadContainers = tasks.ReadContainers,
                WriteContainers = tasks.WriteContainers,
                RequiredSlots = tasks.RequiredSlots,
                Source = factory is { } f && f.TryGetProperty("source", out JsonElement source) ? Source(source, context.Batch, values) : null,
                Sweep = sweep,
                MaxTasks = maxTasks,
                FixedTasks = fixedTasks,
                MergeTaskId = !manifest.UsesMerge ? null
                    : factory!.Value.GetProperty("mergeTask").TryGetProperty("id", out JsonElement mergeId) ? mergeId.GetString() : RunPlan.DefaultMergeTaskId,
                UsesTaskDependencies = manifest.UsesMerge || tasks.HasDependencies
                    || (root.TryGetProperty("usesTaskDependencies", out JsonElement uses) && uses.GetBoolean()),
                MaxTaskWallClock = tasks.MaxWallClock,
                MaxJobWallClock = root.TryGetProperty("constraints", out JsonElement c) && c.TryGetProperty("maxWallClockTime", out JsonElement wall)
                    ? XmlConvert.ToTimeSpan(wall.GetString()!)
                    : null,
                NotifyUrl = notify,
                TerminateWhenComplete = !root.TryGetProperty("onAllTasksComplete", out JsonElement mode)
                    || !string.Equals(mode.GetString(), "noaction", StringComparison.OrdinalIgnoreCase),
            },
            []);
    }

    /// <summary>Whether the values given fit a manifest, without planning it: what is wrong with them, nothing when they fit.</summary>
    public static IReadOnlyList<ManifestError> CheckParameters(JobManifest manifest, IReadOnlyDictionary<string, JsonElement> values)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ManifestErrors errors = new(manifest.Text, ManifestReadOptions.Default.MaxErrors);
        _ = ParameterValues.Resolve(manifest, values, errors);
        return errors.InOrder();
    }

    private static int? AutoPoolSlots(JsonElement root) =>
        !root.TryGetProperty("poolInfo", out JsonElement info) || !info.TryGetProperty("autoPoolSpecification", out JsonElement automatic) ? null
        : automatic.TryGetProperty("pool", out JsonElement pool) && pool.TryGetProperty("taskSlotsPerNode", out JsonElement slots) ? slots.GetInt32() : 1;

    private static string? PoolId(JsonElement root, PlaceholderValues values) =>
        root.TryGetProperty("poolInfo", out JsonElement pool) && pool.TryGetProperty("poolId", out JsonElement id) ? values.Expand(id.GetString()!) : null;

    private static TaskSource Source(JsonElement source, BatchInfo? batch, PlaceholderValues values) => source.TryGetProperty("batch", out _)
        ? new TaskSource(batch!.Container, batch.Prefix, [], []) { IsBatch = true, Pin = Pin(source) }
        : new TaskSource(
            values.Expand(source.GetProperty("autoStorageContainerName").GetString()!),
            source.TryGetProperty("blobPrefix", out JsonElement prefix) ? values.Expand(prefix.GetString()!) : "",
            Globs(source, "include", values),
            Globs(source, "exclude", values))
        { Pin = Pin(source) };

    private static InputPin Pin(JsonElement source) =>
        source.TryGetProperty("pin", out JsonElement pin) ? Enum.Parse<InputPin>(pin.GetString()!, ignoreCase: true) : InputPin.ETag;

    private static string[] Globs(JsonElement source, string name, PlaceholderValues values) =>
        source.TryGetProperty(name, out JsonElement globs) ? [.. globs.EnumerateArray().Select(g => values.Expand(g.GetString()!))] : [];
}
