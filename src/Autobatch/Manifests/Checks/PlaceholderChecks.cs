using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Placeholders;
using Autobatch.Staging;
using Autobatch.Text;

namespace Autobatch.Manifests.Checks;

/// <summary>Every placeholder must be known, and have a value where it stands.</summary>
internal sealed class PlaceholderChecks(ManifestErrors errors, IReadOnlyCollection<string> parameters)
{
    private int _dimensions;

    [Flags]
    private enum Scope
    {
        Run = 0,
        Task = 1,
        File = 2,
        Sweep = 4,
        Url = 8,
    }

    public static void Check(JsonElement root, ManifestErrors errors)
    {
        string[] parameters = root.TryGetProperty("parameters", out JsonElement declared) ? [.. declared.EnumerateObject().Select(p => p.Name)] : [];
        PlaceholderChecks checks = new(errors, parameters);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            string pointer = JsonPointer.Append("", property.Name);
            switch (property.Name)
            {
                case "$schema" or "parameters":
                    break;
                case "tasks" or "jobManagerTask" or "jobPreparationTask" or "jobReleaseTask":
                    checks.Visit(property.Value, pointer, Scope.Task);
                    break;
                case "taskFactory":
                    checks.Factory(property.Value, pointer);
                    break;
                default:
                    checks.Visit(property.Value, pointer, Scope.Run);
                    break;
            }
        }
    }

    private void Factory(JsonElement factory, string pointer)
    {
        bool sweep = SweepChecks.IsSweep(factory);
        _dimensions = SweepChecks.Dimensions(factory);
        foreach (JsonProperty property in factory.EnumerateObject())
        {
            Scope scope = property.Name switch
            {
                "repeatTask" => Scope.Task | (sweep ? Scope.Sweep : Scope.File),
                "mergeTask" or "tasks" => Scope.Task,
                _ => Scope.Run,
            };
            Visit(property.Value, JsonPointer.Append(pointer, property.Name), scope);
        }
    }

    private void Visit(JsonElement value, string pointer, Scope scope)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    // Containers and what is staged must exist before the first task does, so they cannot depend on a task.
                    bool before = property.Name is "autoStorageContainerName" or "containerName" or "content"
                        || (property.Name == "httpUrl" && ExternalCopies.IsMarked(value));
                    Scope inner = before ? Scope.Run : property.Name == "httpUrl" ? scope | Scope.Url : scope;
                    Visit(property.Value, JsonPointer.Append(pointer, property.Name), inner);
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Visit(item, JsonPointer.Append(pointer, index++), scope);
                }

                break;
            case JsonValueKind.String when PlaceholderText.HasBraces(value.GetString()!):
                foreach (TextPart part in PlaceholderText.Parse(value.GetString()!).Where(p => p.IsPlaceholder))
                {
                    Placeholder(part, pointer, scope);
                }

                break;
            default:
                break;
        }
    }

    private void Placeholder(TextPart part, string pointer, Scope scope)
    {
        if (PlaceholderNames.Parameter(part.Text) is { } parameter)
        {
            if (!parameters.Contains(parameter))
            {
                string? nearest = NearestName.Find(parameter, parameters) is { } name ? PlaceholderNames.ParameterPrefix + name : null;
                Unknown(part.Text, pointer, nearest, parameters.Count == 0 ? " No parameter is declared." : "");
            }
        }
        else if (!part.IsKnown)
        {
            Unknown(part.Text, pointer, NearestName.Find(part.Text, PlaceholderNames.Fixed), "");
        }
        else if (Missing(part.Text, scope) is { } where)
        {
            errors.AtValue(
                ErrorCodes.PlaceholderNotAvailable, pointer, $"{{{part.Text}}} has a value only {where}; for the literal text write {{{{{part.Text}}}}}.");
        }
    }

    private string? Missing(string name, Scope scope) =>
        name == PlaceholderNames.TaskId ? (scope.HasFlag(Scope.Task) ? null : "inside a task")
        : name == PlaceholderNames.BatchList ? (scope.HasFlag(Scope.Url) ? null : "in the httpUrl of a resource file")
        : PlaceholderNames.IsFile(name) ? (scope.HasFlag(Scope.File) ? null : "inside the repeatTask of taskPerFile")
        : PlaceholderNames.IsSweep(name) ? (!scope.HasFlag(Scope.Sweep) ? "inside the repeatTask of parametricSweep"
            : PlaceholderNames.Dimension(name) < _dimensions ? null : $"with more parameterSets; here are {_dimensions}, counted from {{0}}")
        : null;

    private void Unknown(string name, string pointer, string? nearest, string remark) =>
        errors.AtValue(
            ErrorCodes.UnknownPlaceholder, pointer,
            $"The placeholder {{{name}}} is unknown.{remark}{(nearest is null ? "" : $" Did you mean {{{nearest}}}?")}", nearest);
}
