using System.Text.Json;
using Autobatch.Manifests;
using Autobatch.Manifests.Schema;
using Autobatch.Schemas;

namespace Autobatch.Results;

/// <summary>Judges a <c>result.json</c> by the schema that is shipped and served.</summary>
public static class ResultSchema
{
    private static readonly Lazy<SchemaNode> s_schema = new(() => SchemaLoader.Load(SchemaFiles.Read(SchemaFiles.Result)!));

    /// <summary>What is wrong with a result; empty when it fits.</summary>
    public static IReadOnlyList<ManifestError> Check(ReadOnlyMemory<byte> utf8)
    {
        ManifestErrors errors = new(new ManifestText(utf8), ManifestReadOptions.Default.MaxErrors);
        using JsonDocument document = JsonDocument.Parse(utf8);
        new SchemaValidator(errors).Validate(s_schema.Value, document.RootElement, "");
        return errors.InOrder();
    }
}
