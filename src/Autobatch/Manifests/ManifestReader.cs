using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests.Checks;
using Autobatch.Manifests.Schema;
using Autobatch.Manifests.Yaml;

namespace Autobatch.Manifests;

/// <summary>Reads manifests. Content never makes it throw: whatever the bytes are, the answer is a manifest or its errors.</summary>
public static class ManifestReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads one manifest.</summary>
    /// <param name="utf8">The text; kept by the result, so it must not change afterwards. A byte order mark is skipped.</param>
    /// <param name="format">How the text is written. Places in errors are those of this text.</param>
    /// <param name="options">Bounds; <see cref="ManifestReadOptions.Default"/> when null.</param>
    public static ManifestReadResult Read(ReadOnlyMemory<byte> utf8, ManifestFormat format = ManifestFormat.Json, ManifestReadOptions? options = null)
    {
        options ??= ManifestReadOptions.Default;
        (ManifestText? text, ManifestError? fault) = Open(utf8, format, options);
        if (text is null)
        {
            return new ManifestReadResult(null, [fault!]);
        }

        ManifestErrors errors = new(text, options.MaxErrors);
        if (Parse(text, options, errors) is not { } root)
        {
            return new ManifestReadResult(null, errors.InOrder());
        }

        new SchemaValidator(errors).Validate(SchemaLoader.JobManifest, root, "");
        if (!errors.Any)
        {
            Check(root, options, errors);
        }

        return errors.Any ? new ManifestReadResult(null, errors.InOrder()) : new ManifestReadResult(new JobManifest(root, text), []);
    }

    /// <summary>The text as JSON, or why it cannot be read at all.</summary>
    internal static (ManifestText? Text, ManifestError? Fault) Open(ReadOnlyMemory<byte> utf8, ManifestFormat format, ManifestReadOptions options)
    {
        if (utf8.Length > options.MaxBytes)
        {
            string message = $"The manifest has {utf8.Length} bytes; at most {options.MaxBytes} are taken. Make many similar tasks by a taskFactory.";
            return (null, new ManifestError(ErrorCodes.ManifestTooLarge, "", 0, 0, message));
        }

        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        return format == ManifestFormat.Yaml ? YamlManifests.Read(utf8, options) : (new ManifestText(utf8), null);
    }

    /// <summary>The text's root, when it is JSON and holds no credential; null when there are errors.</summary>
    internal static JsonElement? Parse(ManifestText text, ManifestReadOptions options, ManifestErrors errors)
    {
        TextChecks.Check(text, options, errors);
        if (errors.Any)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(text.Utf8, new JsonDocumentOptions { MaxDepth = options.MaxDepth });
        JsonElement root = document.RootElement.Clone();
        SecretChecks.Check(root, errors);
        return errors.Any ? null : root;
    }

    /// <summary>What the schema cannot say; it rests on the shapes that the schema has made sure of.</summary>
    internal static void Check(JsonElement root, ManifestReadOptions options, ManifestErrors errors)
    {
        PlaceholderChecks.Check(root, errors);
        ParameterChecks.Check(root, errors);
        DurationChecks.Check(root, "", errors);
        PathChecks.Check(root, "", errors);
        SweepChecks.Check(root, errors);
        TaskChecks.Check(root, errors, options);
        JobTaskIdChecks.Check(root, errors);
        ExitActionChecks.Check(root, errors);
    }
}
