using System.Globalization;
using System.Text.Json;
using Autobatch.Placeholders;

namespace Autobatch.Planning;

/// <summary>Values of the placeholders that are the same all over a run.</summary>
internal sealed class PlaceholderValues(string jobId, RunContext context, IReadOnlyDictionary<string, string> parameters)
{
    /// <summary>The value, or null for a placeholder that only tasks and files have.</summary>
    public string? Find(string name) => name switch
    {
        PlaceholderNames.RunId => context.OutputsRunId ?? context.RunId,
        PlaceholderNames.JobId => jobId,
        PlaceholderNames.TriggerContainer => context.Trigger?.Container,
        PlaceholderNames.TriggerName => context.Trigger?.Name,
        PlaceholderNames.TriggerETag => context.Trigger?.ETag,
        PlaceholderNames.BatchId => context.Batch?.Id,
        PlaceholderNames.BatchPrefix => context.Batch?.Prefix,
        PlaceholderNames.BatchCount => context.Batch?.Count.ToString(CultureInfo.InvariantCulture),
        _ => PlaceholderNames.Parameter(name) is { } parameter ? parameters.GetValueOrDefault(parameter) : null,
    };

    /// <summary>The blob that names the batch's files, one a line.</summary>
    public InputFile? BatchList => context.Batch?.List;

    /// <summary>Expands a text in which only these placeholders are.</summary>
    public string Expand(string text) => PlaceholderText.Expand(text, n => Find(n) ?? throw new InvalidOperationException($"No value for {{{n}}} here."));

    /// <summary>Exact versions for references to packages that name none, by application.</summary>
    public IReadOnlyDictionary<string, string> DefaultVersions { get; } = new Dictionary<string, string>(context.DefaultVersions, StringComparer.OrdinalIgnoreCase);

    /// <summary>A parameter's value as text: strings as they are, everything else as its JSON.</summary>
    public static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
