using System.Text.Json;
using System.Text.RegularExpressions;

namespace Autobatch.Manifests.Schema;

/// <summary>One schema object, with just the keywords that our schema uses; the loader refuses every other keyword.</summary>
internal sealed class SchemaNode
{
    public string? Description { get; set; }

    public SchemaNode? Ref { get; set; }

    public string? Type { get; set; }

    public JsonElement? Const { get; set; }

    public IReadOnlyList<string>? Enum { get; set; }

    public IReadOnlyList<SchemaNode> AnyOf { get; set; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; set; } = [];

    public IReadOnlyList<SchemaNode> AllOf { get; set; } = [];

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Not { get; set; }

    public IReadOnlyList<string> Required { get; set; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> DependentRequired { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public Regex? Pattern { get; set; }

    public long? Minimum { get; set; }

    public long? Maximum { get; set; }

    public int? MinItems { get; set; }

    public int? MaxItems { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public SchemaNode? Items { get; set; }

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; set; } = new Dictionary<string, SchemaNode>();

    /// <summary>Whether properties beyond <see cref="Properties"/> are refused.</summary>
    public bool Closed { get; set; }

    /// <summary>The schema of properties beyond <see cref="Properties"/>.</summary>
    public SchemaNode? AdditionalProperties { get; set; }

    /// <summary>Whether the node says nothing, so that everything passes it.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>Whether the node only asks for properties; a choice between such nodes is a choice between properties.</summary>
    public bool OnlyRequires { get; set; }
}
