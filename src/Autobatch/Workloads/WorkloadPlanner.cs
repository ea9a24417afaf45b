using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning;

namespace Autobatch.Workloads;

/// <summary>Whether runs of a workload could be planned, so that its mistakes are told when it is dropped and not with its first file.</summary>
public static class WorkloadPlanner
{
    /// <summary>What is wrong, at its place in the document; nothing when a batch would make a run.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">The container of its files.</param>
    /// <param name="context">The context of its runs, without trigger and batch.</param>
    public static IReadOnlyList<ManifestError> Check(Workload workload, string name, string inputs, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(context);
        RunPlanResult planned = RunPlanner.Plan(workload.Manifest, context with
        {
            Trigger = workload.Rule.MaxFiles == 1 ? new TriggerInfo(inputs, $"{name}/file", "0x0") : null,
            Batch = new BatchInfo(context.RunId, inputs, $"{name}/", 1, new InputFile(inputs, "batch.txt")),
        });
        ManifestErrors errors = new(workload.Text, ManifestReadOptions.Default.MaxErrors);
        foreach (ManifestError error in planned.Errors)
        {
            errors.Under(WorkloadReader.ManifestPointer).AtValue(error.Code, error.Pointer, error.Message, error.Suggestion);
        }

        if (planned.Plan is { Source.IsBatch: true } plan && workload.Rule.MaxFiles > plan.MaxTasks)
        {
            errors.AtValue(ErrorCodes.TooManyTasks, "/rule/maxFiles", $"A batch of {workload.Rule.MaxFiles} files would make so many tasks; {plan.MaxTasks} are allowed.");
        }

        return errors.InOrder();
    }

    /// <summary>The most files that a batch may have, since each may make a task.</summary>
    public static int MostFiles(Workload workload, int maxTasks)
    {
        ArgumentNullException.ThrowIfNull(workload);
        bool perFile = workload.Manifest.Factory is { } factory && factory.TryGetProperty("source", out System.Text.Json.JsonElement source) && source.TryGetProperty("batch", out _);
        int most = perFile && workload.Manifest.Factory!.Value.TryGetProperty("maxTasks", out System.Text.Json.JsonElement bound) ? Math.Min(bound.GetInt32(), maxTasks) : maxTasks;
        return perFile ? Math.Min(most, WorkloadRule.MostFiles) : WorkloadRule.MostFiles;
    }
}
