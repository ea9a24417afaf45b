using System.Text.Json;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes a task of the manifest as a REST task.</summary>
internal static class TaskBody
{
    /// <summary>A factory's task; its id is a hole.</summary>
    public static BodyTemplate ForFiles(JsonElement task, RunPlan plan, IStorageUrls urls) =>
        Write(new BodyTemplateBuilder(plan.Values), task, plan, urls, null).Build();

    /// <summary>A task whose id is known.</summary>
    /// <param name="task">The task in the manifest.</param>
    /// <param name="id">Its id.</param>
    /// <param name="plan">The run's plan.</param>
    /// <param name="urls">Makes storage URLs.</param>
    /// <param name="lastOfRange">For a merge task: the highest id of the tasks that it merges, which start at 0.</param>
    public static BodyTemplate For(JsonElement task, string id, RunPlan plan, IStorageUrls urls, int? lastOfRange = null) =>
        Write(new BodyTemplateBuilder(plan.Values) { TaskId = id }, task, plan, urls, lastOfRange).Build();

    /// <summary>Writes the task into a body under way, as for a job's manager task.</summary>
    public static BodyTemplateBuilder Write(BodyTemplateBuilder builder, JsonElement task, RunPlan plan, IStorageUrls urls, int? lastOfRange)
    {
        builder.Raw("{\"id\":\""u8);
        _ = builder.TaskId is { } id ? builder.Raw(BodyTemplate.Encode(id)) : builder.Cut(Hole.TaskId);
        builder.Raw("\""u8);
        OutputFiles outputs = new(builder, plan, urls);
        bool comma = builder.Properties(
            task,
            true,
            p =>
            {
                switch (p.Name)
                {
                    case "resourceFiles":
                        builder.Cut(Hole.ResourceFilesStart).Value(p.Value).Cut(Hole.ResourceFilesEnd);
                        return true;
                    case "outputFiles":
                        outputs.Write(p.Value);
                        return true;
                    default:
                        return false;
                }
            },
            "id");
        if (!task.TryGetProperty("outputFiles", out _))
        {
            outputs.Write(builder.Name("outputFiles", ref comma));
        }

        if (lastOfRange is { } last)
        {
            builder.Name("dependsOn", ref comma).Raw("{\"taskIdRanges\":[{\"start\":0,\"end\":"u8)
                .Raw(System.Text.Encoding.UTF8.GetBytes(last.ToString(System.Globalization.CultureInfo.InvariantCulture))).Raw("}]}"u8);
        }

        return builder.Raw("}"u8);
    }
}
