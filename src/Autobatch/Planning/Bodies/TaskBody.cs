using System.Text.Json;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes a task of the manifest as a REST task.</summary>
internal static class TaskBody
{
    /// <summary>A factory's task; its id is a hole.</summary>
    /// <param name="task">The task in the manifest.</param>
    /// <param name="plan">The run's plan.</param>
    /// <param name="urls">Makes storage URLs.</param>
    /// <param name="marksEnd">Whether the task leaves the mark of the run's end.</param>
    public static BodyTemplate Template(JsonElement task, RunPlan plan, IStorageUrls urls, bool marksEnd) =>
        Write(new BodyTemplateBuilder(plan, urls), task, plan, urls, marksEnd).Build();

    /// <summary>A task whose id is known.</summary>
    public static BodyTemplate For(JsonElement task, string id, RunPlan plan, IStorageUrls urls, bool marksEnd) =>
        Write(new BodyTemplateBuilder(plan, urls) { TaskId = id }, task, plan, urls, marksEnd).Build();

    /// <summary>A merge task.</summary>
    /// <param name="task">The task in the manifest.</param>
    /// <param name="id">Its id.</param>
    /// <param name="plan">The run's plan.</param>
    /// <param name="urls">Makes storage URLs.</param>
    /// <param name="tasks">How many tasks it merges.</param>
    public static BodyTemplate Merge(JsonElement task, string id, RunPlan plan, IStorageUrls urls, int tasks) =>
        Write(new BodyTemplateBuilder(plan, urls) { TaskId = id }, task, plan, urls, plan.MarksEnd(tasks), builder =>
        {
            if (plan.Manifest.ListedTasks is { } listed)
            {
                MergeDependencies.Write(builder, listed);
            }
            else
            {
                MergeDependencies.Write(builder, tasks);
            }
        }).Build();

    /// <summary>Writes the task into a body under way, as for a job's manager task.</summary>
    public static BodyTemplateBuilder Write(
        BodyTemplateBuilder builder, JsonElement task, RunPlan plan, IStorageUrls urls, bool marksEnd = false, Action<BodyTemplateBuilder>? dependencies = null)
    {
        builder.Raw("{\"id\":\""u8);
        _ = builder.TaskId is { } id ? builder.Raw(BodyTemplate.Encode(id)) : builder.Cut(Hole.TaskId);
        builder.Raw("\""u8);
        OutputFiles outputs = new(builder, plan, urls, marksEnd);
        PackageFiles packages = new PackageFiles(builder, plan, urls).Of(task);
        bool comma = builder.Properties(
            task,
            true,
            p =>
            {
                switch (p.Name)
                {
                    case "applicationPackageReferences" when packages.Any:
                        packages.References(p.Value);
                        return true;
                    case "commandLine" when packages.Any:
                        packages.CommandLine(p.Value);
                        return true;
                    case "resourceFiles" when packages.Any:
                        packages.ResourceFiles(p.Value);
                        return true;
                    case "resourceFiles":
                        builder.Cut(Hole.ResourceFilesStart).ResourceFiles(p.Value).Cut(Hole.ResourceFilesEnd);
                        return true;
                    case "outputFiles":
                        outputs.Write(p.Value);
                        return true;
                    case "dependsOn" when plan.Sweep is not null && builder.TaskId is null:
                        SweepDependsOn(builder, p.Value);
                        return true;
                    default:
                        return false;
                }
            },
            "id");
        if (packages.Any && !task.TryGetProperty("resourceFiles", out _))
        {
            builder.Name("resourceFiles", ref comma);
            packages.ResourceFiles(null);
        }

        if (!task.TryGetProperty("outputFiles", out _))
        {
            outputs.Write(builder.Name("outputFiles", ref comma));
        }

        if (dependencies is not null)
        {
            dependencies(builder.Name("dependsOn", ref comma));
        }

        return builder.Raw("}"u8);
    }

    // A dimension's number below 0 means no task, so such items may come and go; they stand behind the others.
    private static void SweepDependsOn(BodyTemplateBuilder builder, JsonElement dependsOn)
    {
        builder.Raw("{"u8);
        builder.Properties(dependsOn, false, p =>
        {
            if (p.Name != "taskIds")
            {
                return false;
            }

            string[] ids = [.. p.Value.EnumerateArray().Select(i => i.GetString()!)];
            builder.Raw("["u8);
            bool comma = false;
            foreach (string id in ids.Where(i => FactoryDependencies.Dimension(i) is null))
            {
                builder.Raw(comma ? ","u8 : ""u8).Text(id);
                comma = true;
            }

            foreach (int dimension in ids.Select(FactoryDependencies.Dimension).OfType<int>())
            {
                builder.Cut(Hole.Dependency, dimension);
            }

            builder.Raw("]"u8);
            return true;
        });
        builder.Raw("}"u8);
    }
}
