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
        if (utf8.Length > options.MaxBytes)
        {
            string message = $"The manifest has {utf8.Length} bytes; at most {options.MaxBytes} are taken. Make many similar tasks by a taskFactory.";
            return new ManifestReadResult(null, [new ManifestError(ErrorCodes.ManifestTooLarge, "", 0, 0, message)]);
        }

        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        ManifestText text = new(utf8);
        if (format == ManifestFormat.Yaml)
        {
            (ManifestText? made, ManifestError? fault) = YamlManifests.Read(utf8, options);
            if (made is null)
            {
                return new ManifestReadResult(null, [fault!]);
            }

            text = made;
        }

        return Read(text, options);
    }

    private static ManifestReadResult Read(ManifestText text, ManifestReadOptions options)
    {
        ManifestErrors errors = new(text, options.MaxErrors);
        TextChecks.Check(text, options, errors);
        if (errors.Any)
        {
            return new ManifestReadResult(null, errors.InOrder());
        }

        using JsonDocument document = JsonDocument.Parse(text.Utf8, new JsonDocumentOptions { MaxDepth = options.MaxDepth });
        JsonElement root = document.RootElement.Clone();
        SecretChecks.Check(root, errors);
        if (errors.Any)
        {
            return new ManifestReadResult(null, errors.InOrder());
        }

        new SchemaValidator(errors).Validate(SchemaLoader.JobManifest, root, "");
        if (!errors.Any)
        {
            // These rest on the shapes that the schema has made sure of.
            PlaceholderChecks.Check(root, errors);
            ParameterChecks.Check(root, errors);
            DurationChecks.Check(root, "", errors);
            SweepChecks.Check(root, errors);
            TaskChecks.Check(root, errors, options);
            JobTaskIdChecks.Check(root, errors);
            ExitActionChecks.Check(root, errors);
        }

        return errors.Any ? new ManifestReadResult(null, errors.InOrder()) : new ManifestReadResult(new JobManifest(root, text), []);
    }
}
