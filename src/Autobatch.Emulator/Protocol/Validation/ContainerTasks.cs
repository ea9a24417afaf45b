using System.Text.Json;
using Autobatch.Emulator.Model;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.Protocol.Validation;

/// <summary>
/// Tasks in containers (FACTS C.3). There are none here: such a task is refused, or runs as a process of this machine where
/// <see cref="EmulatorOptions.ContainersAsProcesses"/> says so.
/// </summary>
internal static class ContainerTasks
{
    private const string Name = "containerSettings";

    /// <summary>The containerSettings of a task of any kind.</summary>
    public static readonly PropertyRule Settings = new(Name, JsonType.Object, Check: new BodyRules(
        "TaskContainerSettings",
        new("imageName", Text, Required: true, Checks.Length(2048, 1)),
        new("containerRunOptions", Text),
        new("registry", JsonType.Object),
        new("workingDirectory", Text, Check: Checks.OneOf("taskWorkingDirectory", "containerImageDefault")),
        new("containerHostBatchBindMounts", JsonType.Array)).Check);

    private static readonly string[] s_tasks = ["startTask", "jobManagerTask", "jobPreparationTask", "jobReleaseTask"];

    /// <summary>What may hold tasks, by its place in the body of a request.</summary>
    private static readonly string[][] s_holders = [[], ["properties"], ["jobSpecification"], ["poolInfo", "autoPoolSpecification", "pool"], ["jobSpecification", "poolInfo", "autoPoolSpecification", "pool"]];

    /// <summary>Refuses a task that would run in a container.</summary>
    public static void Require(EmulatorOptions options, JsonElement task, string path = "")
    {
        if (!options.ContainersAsProcesses && task.Property(Name) is not null)
        {
            throw Errors.UnsupportedProperty.With(
                ("PropertyName", $"{path}{Name}"),
                ("Reason", "The emulator has no containers. Started with --containersAsProcesses it runs the command lines of such tasks on this machine, without their image."));
        }
    }

    /// <summary>Refuses the body of a pool, job or job schedule one of whose own tasks would run in a container.</summary>
    public static void RequireAll(EmulatorOptions options, JsonElement body)
    {
        foreach (var holder in s_holders)
        {
            var place = holder.Aggregate((JsonElement?)body, (element, name) => element?.Property(name));
            foreach (var name in s_tasks)
            {
                if (place?.Property(name) is { } task)
                {
                    Require(options, task, $"{string.Concat(holder.Select(part => $"{part}."))}{name}.");
                }
            }
        }
    }
}
