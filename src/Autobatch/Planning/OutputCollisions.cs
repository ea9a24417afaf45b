using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;

namespace Autobatch.Planning;

/// <summary>Finds tasks of a factory that would overwrite one another's outputs: single files whose blob's name is the same for two inputs.</summary>
public static class OutputCollisions
{
    /// <summary>The collisions, one error for each entry of <c>outputFiles</c>; nothing when outputs stay apart.</summary>
    /// <param name="plan">A plan with a factory; without one nothing collides.</param>
    /// <param name="files">All files of the factory.</param>
    public static IReadOnlyList<ManifestError> Find(RunPlan plan, IReadOnlyList<InputFile> files)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(files);
        ManifestErrors errors = new(plan.Manifest.Text, ManifestReadOptions.Default.MaxErrors);
        if (plan.Manifest.Factory is { } factory && factory.TryGetProperty("repeatTask", out JsonElement task) && task.TryGetProperty("outputFiles", out JsonElement outputs))
        {
            int index = 0;
            foreach (JsonElement output in outputs.EnumerateArray())
            {
                if (SinglePath(output) is { } path && Twice(plan, path, files) is var (one, other, blob))
                {
                    errors.AtValue(
                        ErrorCodes.OutputsCollide,
                        $"/taskFactory/repeatTask/outputFiles/{index}",
                        $"'{one}' and '{other}' would both write the blob '{blob}'; use {{task.id}} or {{filePath}} in the path.");
                }

                index++;
            }
        }

        return errors.InOrder();
    }

    /// <summary>The blob's name when it is a single one. With a wildcard the names depend on what the tasks leave, which nobody knows beforehand.</summary>
    internal static string? SinglePath(JsonElement output) =>
        output.GetProperty("destination").TryGetProperty("autoStorage", out JsonElement destination)
        && destination.TryGetProperty("path", out JsonElement path)
        && !output.GetProperty("filePattern").GetString()!.AsSpan().ContainsAny('*', '?', '[')
            ? path.GetString()!.EndsWith('/') ? path.GetString() + output.GetProperty("filePattern").GetString() : path.GetString()
            : null;

    private static (string One, string Other, string Blob)? Twice(RunPlan plan, string path, IReadOnlyList<InputFile> files)
    {
        IReadOnlyList<TextPart> parts = PlaceholderText.Parse(path);
        if (parts.Any(p => p.IsPlaceholder && p.Text is PlaceholderNames.TaskId or PlaceholderNames.FilePath or PlaceholderNames.Url))
        {
            return null;
        }

        Dictionary<string, string> writers = new(StringComparer.Ordinal);
        foreach (InputFile file in files)
        {
            string blob = string.Concat(parts.Select(p => !p.IsPlaceholder ? p.Text : p.Text switch
            {
                PlaceholderNames.FileName => file.FileName,
                PlaceholderNames.FileNameWithoutExtension => file.FileNameWithoutExtension,
                _ => plan.Values.Find(p.Text)!,
            }));
            if (!writers.TryAdd(blob, file.Path))
            {
                return (writers[blob], file.Path, blob);
            }
        }

        return null;
    }
}
