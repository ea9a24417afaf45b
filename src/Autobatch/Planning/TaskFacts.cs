using System.Text.Json;
using System.Xml;
using Autobatch.Packages;
using Autobatch.Planning.Bodies;

namespace Autobatch.Planning;

/// <summary>What all tasks of a manifest need together.</summary>
internal sealed class TaskFacts
{
    private readonly HashSet<PackageReference> _packages = [];
    private readonly SortedSet<string> _read = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _write = new(StringComparer.Ordinal);
    private bool _unboundedWallClock;
    private TimeSpan _wallClock;

    public bool HasDependencies { get; private set; }

    public int RequiredSlots { get; private set; } = 1;

    public IReadOnlyList<PackageReference> Packages => [.. _packages];

    public IReadOnlyList<string> ReadContainers => [.. _read];

    public IReadOnlyList<string> WriteContainers => [.. _write];

    public TimeSpan? MaxWallClock => _unboundedWallClock ? null : _wallClock;

    public static TaskFacts Of(JsonElement root, RunContext context, PlaceholderValues values)
    {
        TaskFacts facts = new();
        facts._write.Add(context.OutputsContainer);
        if (root.TryGetProperty("applications", out JsonElement applications))
        {
            facts.AddPackages(applications, values);
        }

        facts.Visit(root, values);
        foreach (JsonElement task in Tasks(root))
        {
            facts.Task(task);
        }

        return facts;
    }

    private static IEnumerable<JsonElement> Tasks(JsonElement root)
    {
        bool made = root.TryGetProperty("taskFactory", out JsonElement factory);
        IEnumerable<JsonElement> tasks = (made ? factory : root).TryGetProperty("tasks", out JsonElement list) ? list.EnumerateArray() : [];
        if (made)
        {
            tasks = tasks.Concat(factory.EnumerateObject().Where(p => p.Name is "repeatTask" or "mergeTask").Select(p => p.Value));
        }

        return root.TryGetProperty("jobManagerTask", out JsonElement manager) ? tasks.Append(manager) : tasks;
    }

    private void Task(JsonElement task)
    {
        HasDependencies |= task.TryGetProperty("dependsOn", out _);
        if (task.TryGetProperty("requiredSlots", out JsonElement slots))
        {
            RequiredSlots = Math.Max(RequiredSlots, slots.GetInt32());
        }

        if (task.TryGetProperty("constraints", out JsonElement constraints) && constraints.TryGetProperty("maxWallClockTime", out JsonElement wall))
        {
            TimeSpan time = XmlConvert.ToTimeSpan(wall.GetString()!);
            _wallClock = time > _wallClock ? time : _wallClock;
        }
        else
        {
            _unboundedWallClock = true;
        }
    }

    // Names of properties mean the same wherever they stand in a REST body, so one walk finds them all.
    private void Visit(JsonElement element, PlaceholderValues values)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Visit(item, values);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            switch (property.Name)
            {
                case "autoStorageContainerName":
                    _read.Add(values.Expand(property.Value.GetString()!));
                    break;
                case "autoStorage":
                    if (property.Value.TryGetProperty("containerName", out JsonElement container))
                    {
                        _write.Add(values.Expand(container.GetString()!));
                    }

                    break;
                case "applicationPackageReferences":
                    AddPackages(property.Value, values);
                    break;
                case "parameters":
                    break;
                default:
                    Visit(property.Value, values);
                    break;
            }
        }
    }

    private void AddPackages(JsonElement references, PlaceholderValues values)
    {
        foreach (JsonElement reference in references.EnumerateArray())
        {
            _packages.Add(PinnedPackages.Read(reference, values));
        }
    }
}
