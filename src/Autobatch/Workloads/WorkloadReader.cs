using System.Text.Json;
using System.Xml;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Manifests.Schema;

namespace Autobatch.Workloads;

/// <summary>Reads workloads' documents. Content never makes it throw: whatever the bytes are, the answer is a workload or its errors.</summary>
public static class WorkloadReader
{
    internal const string ManifestPointer = "/manifest";

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>Reads one document.</summary>
    /// <param name="utf8">The text; kept by the result, so it must not change afterwards.</param>
    /// <param name="format">How the text is written. Places in errors are those of this text.</param>
    /// <param name="options">Bounds; <see cref="ManifestReadOptions.Default"/> when null.</param>
    public static WorkloadReadResult Read(ReadOnlyMemory<byte> utf8, ManifestFormat format = ManifestFormat.Json, ManifestReadOptions? options = null)
    {
        options ??= ManifestReadOptions.Default;
        (ManifestText? text, ManifestError? fault) = ManifestReader.Open(utf8, format, options);
        if (text is null)
        {
            return new WorkloadReadResult(null, [fault!]);
        }

        ManifestErrors errors = new(text, options.MaxErrors);
        if (ManifestReader.Parse(text, options, errors) is not { } root)
        {
            return new WorkloadReadResult(null, errors.InOrder());
        }

        new SchemaValidator(errors, "The workload").Validate(SchemaLoader.Workload, root, "");
        Workload? workload = errors.Any ? null : Read(root, text, options, errors);
        return errors.Any ? new WorkloadReadResult(null, errors.InOrder()) : new WorkloadReadResult(workload, []);
    }

    // All that follows rests on the shapes that the schema has made sure of.
    private static Workload? Read(JsonElement root, ManifestText text, ManifestReadOptions options, ManifestErrors errors)
    {
        JsonElement written = root.GetProperty("manifest");
        ManifestReader.Check(written, options, errors.Under(ManifestPointer));
        WorkloadRule rule = Rule(root.GetProperty("rule"), errors);
        WorkloadTemplate.Check(root, written, errors);
        if (errors.Any)
        {
            return null;
        }

        ManifestReadResult manifest = ManifestReader.Read(WorkloadTemplate.Write(root, written), ManifestFormat.Json, options);
        foreach (ManifestError error in manifest.Errors)
        {
            errors.Under(ManifestPointer).AtValue(error.Code, error.Pointer, error.Message, error.Suggestion);
        }

        return manifest.Manifest is not { } template ? null : new Workload(text)
        {
            Rule = rule,
            Manifest = template,
            Weight = root.TryGetProperty("weight", out JsonElement weight) ? weight.GetInt32() : 1,
            MaxActiveTasks = root.TryGetProperty("maxActiveTasks", out JsonElement most) ? most.GetInt32() : null,
            Paused = root.TryGetProperty("paused", out JsonElement paused) ? paused.GetBoolean() : null,
        };
    }

    private static WorkloadRule Rule(JsonElement rule, ManifestErrors errors) => new(Globs(rule, "include"), Globs(rule, "exclude"))
    {
        MaxFiles = rule.TryGetProperty("maxFiles", out JsonElement files) ? files.GetInt32() : null,
        MaxBytes = rule.TryGetProperty("maxBytes", out JsonElement bytes) ? bytes.GetInt64() : null,
        MaxWait = Duration(rule, "maxWait", errors),
        QuietPeriod = Duration(rule, "quietPeriod", errors),
        MarkerFile = rule.TryGetProperty("markerFile", out JsonElement marker) ? marker.GetString() : null,
    };

    private static IEnumerable<string> Globs(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out JsonElement globs) ? globs.EnumerateArray().Select(g => g.GetString()!) : [];

    private static TimeSpan? Duration(JsonElement rule, string name, ManifestErrors errors)
    {
        if (!rule.TryGetProperty(name, out JsonElement written))
        {
            return null;
        }

        if (Parse(written.GetString()!) is { } duration && duration >= s_shortest && duration <= s_longest)
        {
            return duration;
        }

        errors.AtValue(ErrorCodes.InvalidValue, $"/rule/{name}", $"'{name}' must be 1 second (PT1S) to 7 days (P7D), not {written.GetString()}.");
        return null;
    }

    private static TimeSpan? Parse(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}
