using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Autobatch.Placeholders;

namespace Autobatch.Planning.Bodies;

/// <summary>
/// Turns a manifest's JSON into a REST body: placeholders are filled in or become holes, resource files become URLs,
/// and everything else is copied as it stands, numbers to the digit.
/// </summary>
/// <param name="plan">The run's plan.</param>
/// <param name="urls">Makes storage URLs.</param>
internal sealed class BodyTemplateBuilder(RunPlan plan, IStorageUrls urls)
{
    private readonly List<TemplatePiece> _pieces = [];
    private readonly ArrayBufferWriter<byte> _literal = new();

    /// <summary>The value of <c>{task.id}</c> when it is known already; a hole otherwise.</summary>
    public string? TaskId { get; set; }

    public BodyTemplate Build()
    {
        Flush();
        return new BodyTemplate([.. _pieces]);
    }

    public BodyTemplateBuilder Raw(ReadOnlySpan<byte> json)
    {
        _literal.Write(json);
        return this;
    }

    /// <summary>A place where a task's own value goes, or where something is measured.</summary>
    public BodyTemplateBuilder Cut(Hole hole, int dimension = 0)
    {
        Flush();
        _pieces.Add(new TemplatePiece([], hole, dimension));
        return this;
    }

    /// <summary>A whole number.</summary>
    public BodyTemplateBuilder Number(int number) => Raw(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A JSON string without placeholders.</summary>
    public BodyTemplateBuilder Literal(string text) => Raw("\""u8).Raw(BodyTemplate.Encode(text)).Raw("\""u8);

    /// <summary>A JSON string, its placeholders filled in.</summary>
    /// <param name="text">The text as the manifest has it.</param>
    /// <param name="url">What <c>{url}</c> becomes.</param>
    /// <param name="before">What goes before it, without placeholders.</param>
    public BodyTemplateBuilder Text(string text, Hole url = Hole.Url, string before = "")
    {
        if (!PlaceholderText.HasBraces(text))
        {
            return Literal(before + text);
        }

        Raw("\""u8).Raw(BodyTemplate.Encode(before));
        foreach (TextPart part in PlaceholderText.Parse(text))
        {
            if (!part.IsPlaceholder)
            {
                Raw(BodyTemplate.Encode(part.Text));
            }
            else if (PlaceholderNames.Dimension(part.Text) is { } dimension)
            {
                Cut(Hole.SweepValue, dimension);
            }
            else if (part.Text == PlaceholderNames.BatchList)
            {
                Flush();
                _pieces.Add(new TemplatePiece([], url, File: plan.Values.BatchList));
            }
            else if (HoleFor(part.Text, url) is var hole and not Hole.None)
            {
                Cut(hole);
            }
            else
            {
                Raw(BodyTemplate.Encode(part.Text == PlaceholderNames.TaskId ? TaskId! : plan.Values.Find(part.Text)!));
            }
        }

        return Raw("\""u8);
    }

    /// <summary>Any value of the manifest.</summary>
    public BodyTemplateBuilder Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value),
        JsonValueKind.Array => Array(value),
        JsonValueKind.String => Text(value.GetString()!),
        _ => Raw(Encoding.UTF8.GetBytes(value.GetRawText())),
    };

    /// <summary>A list of resource files.</summary>
    public BodyTemplateBuilder ResourceFiles(JsonElement files, bool open = false) => Bodies.ResourceFiles.Write(this, files, plan, urls, open);

    /// <summary>A command line with packages by their exact versions, and what goes before it.</summary>
    public BodyTemplateBuilder CommandLine(string text, string before = "") => Text(PinnedPackages.Variables(text, plan.Values.DefaultVersions), before: before);

    /// <summary>The properties of an object, without its braces, each through <paramref name="write"/>, which says whether it wrote it.</summary>
    /// <returns>Whether anything was written, so that a comma is needed.</returns>
    public bool Properties(JsonElement value, bool comma, Func<JsonProperty, bool>? write = null, params ReadOnlySpan<string> except)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (except.Contains(property.Name))
            {
                continue;
            }

            Name(property.Name, ref comma);
            if (write is null || !write(property))
            {
                Property(property);
            }
        }

        return comma;
    }

    /// <summary>A property's name, with the comma before it when it is not the first.</summary>
    public BodyTemplateBuilder Name(string name, ref bool comma)
    {
        Raw(comma ? ","u8 : ""u8).Literal(name).Raw(":"u8);
        comma = true;
        return this;
    }

    // A default version is Batch's to choose at run time unless the exact one is written; the variable's name follows from that.
    private BodyTemplateBuilder Property(JsonProperty property) => (property.Name, property.Value.ValueKind) switch
    {
        ("applicationPackageReferences", JsonValueKind.Array) => PinnedPackages.Write(this, property.Value.EnumerateArray(), plan.Values),
        ("commandLine", JsonValueKind.String) => CommandLine(property.Value.GetString()!),
        ("resourceFiles" or "commonResourceFiles", JsonValueKind.Array) => ResourceFiles(property.Value),
        _ => Value(property.Value),
    };

    private BodyTemplateBuilder Object(JsonElement value)
    {
        Raw("{"u8);
        Properties(value, false);
        return Raw("}"u8);
    }

    private BodyTemplateBuilder Array(JsonElement value)
    {
        Raw("["u8);
        bool comma = false;
        foreach (JsonElement item in value.EnumerateArray())
        {
            Raw(comma ? ","u8 : ""u8).Value(item);
            comma = true;
        }

        return Raw("]"u8);
    }

    private Hole HoleFor(string name, Hole url) => name switch
    {
        PlaceholderNames.TaskId when TaskId is null => Hole.TaskId,
        PlaceholderNames.FileName => Hole.FileName,
        PlaceholderNames.FilePath => Hole.FilePath,
        PlaceholderNames.FileNameWithoutExtension => Hole.FileNameWithoutExtension,
        PlaceholderNames.Url => url,
        _ => Hole.None,
    };

    private void Flush()
    {
        if (_literal.WrittenCount > 0)
        {
            _pieces.Add(new TemplatePiece(_literal.WrittenSpan.ToArray(), Hole.None));
            _literal.ResetWrittenCount();
        }
    }
}
