using System.Buffers;
using System.Text.Json;
using Autobatch.Planning.Bodies;
using Autobatch.Runs;

namespace Autobatch.Planning;

/// <summary>Writes the body that creates a run's job.</summary>
public static class JobBodyWriter
{
    private const string CommonEnvironment = "commonEnvironmentSettings";
    private const string TraceParent = "TRACEPARENT";
    private static readonly string[] s_ours = ["$schema", "schemaVersion", "batchAccounts", "parameters", "applications", "tasks", "taskFactory", "notify"];

    /// <summary>The body that seals a job: from now on it ends when its tasks are complete.</summary>
    public static ReadOnlyMemory<byte> SealBody { get; } = "{\"onAllTasksComplete\":\"terminatejob\"}"u8.ToArray();

    /// <summary>
    /// The body: the manifest without our additions, placeholders filled in, <c>onAllTasksComplete</c> noaction (an empty job would end at once,
    /// FACTS C.2), the run's id in the metadata. It may hold credentials, so it is sent and never kept.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="urls">Gives addresses with credentials.</param>
    /// <param name="jobId">The job's id; null for the plan's own.</param>
    public static byte[] Write(RunPlan plan, IStorageUrls urls, string? jobId = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(urls);
        JsonElement root = plan.Manifest.Root;
        BodyTemplateBuilder builder = new(plan, urls);
        builder.Raw("{\"id\":"u8).Literal(jobId ?? plan.JobId).Raw(",\"onAllTasksComplete\":\"noaction\""u8);
        bool comma = builder.Properties(
            root, true, p => Task(builder, p, plan, urls), [.. s_ours, "id", "onAllTasksComplete", "metadata", "usesTaskDependencies", CommonEnvironment]);
        Environment(builder, root, plan.Context.TraceParent, ref comma);
        if (!root.TryGetProperty("poolInfo", out _))
        {
            builder.Name("poolInfo", ref comma).Raw("{\"poolId\":"u8).Literal(plan.PoolId!).Raw("}"u8);
        }

        if (plan.UsesTaskDependencies)
        {
            builder.Name("usesTaskDependencies", ref comma).Raw("true"u8);
        }

        builder.Name("metadata", ref comma);
        Metadata(builder, root, plan.Context);
        builder.Raw("}"u8);
        ArrayBufferWriter<byte> output = new();
        builder.Build().Render(output, new TaskFill(""), urls);
        return output.WrittenSpan.ToArray();
    }

    private static bool Task(BodyTemplateBuilder builder, JsonProperty property, RunPlan plan, IStorageUrls urls)
    {
        string? defaultId = property.Name switch
        {
            "jobManagerTask" => "",
            "jobPreparationTask" => "jobpreparation",
            "jobReleaseTask" => "jobrelease",
            _ => null,
        };
        if (defaultId is null)
        {
            return false;
        }

        builder.TaskId = property.Value.TryGetProperty("id", out JsonElement id) ? id.GetString()! : defaultId;
        if (property.Name == "jobManagerTask")
        {
            TaskBody.Write(builder, property.Value, plan, urls);
        }
        else
        {
            builder.Value(property.Value);
        }

        builder.TaskId = null;
        return true;
    }

    // A task's own setting of that name wins, and so does one that the manifest has for all tasks. Names are told apart by case on Linux only.
    private static void Environment(BodyTemplateBuilder builder, JsonElement root, string? traceParent, ref bool comma)
    {
        JsonElement[] theirs = root.TryGetProperty(CommonEnvironment, out JsonElement settings) ? [.. settings.EnumerateArray()] : [];
        bool adds = traceParent is not null && !theirs.Any(s => string.Equals(s.GetProperty("name").GetString(), TraceParent, StringComparison.OrdinalIgnoreCase));
        if (!adds && settings.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        builder.Name(CommonEnvironment, ref comma).Raw("["u8);
        bool next = false;
        foreach (JsonElement setting in theirs)
        {
            builder.Raw(next ? ","u8 : ""u8).Value(setting);
            next = true;
        }

        if (adds)
        {
            builder.Raw(next ? ","u8 : ""u8).Raw("{\"name\":"u8).Literal(TraceParent).Raw(",\"value\":"u8).Literal(traceParent!).Raw("}"u8);
        }

        builder.Raw("]"u8);
    }

    private static void Metadata(BodyTemplateBuilder builder, JsonElement root, RunContext context)
    {
        builder.Raw("["u8);
        if (root.TryGetProperty("metadata", out JsonElement items))
        {
            foreach (JsonElement item in items.EnumerateArray().Where(i => i.GetProperty("name").GetString() is not (Ids.RunMetadataName or Ids.AppMetadataName)))
            {
                builder.Value(item).Raw(","u8);
            }
        }

        if (context.AppId is { } app)
        {
            builder.Raw("{\"name\":"u8).Literal(Ids.AppMetadataName).Raw(",\"value\":"u8).Literal(app).Raw("},"u8);
        }

        builder.Raw("{\"name\":"u8).Literal(Ids.RunMetadataName).Raw(",\"value\":"u8).Literal(context.RunId).Raw("}]"u8);
    }
}
