using System.Text;
using Autobatch.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Autobatch.Manifests.Yaml;

/// <summary>
/// Turns YAML into JSON, event by event, and remembers where each name and value came from. Aliases are written out, and what is written is
/// bounded, so that no nesting of aliases grows beyond that.
/// </summary>
internal sealed class YamlToJson
{
    private readonly ManifestReadOptions _options;
    private readonly StringBuilder _json = new();
    private readonly List<TextMark> _marks = [];
    private readonly Dictionary<AnchorName, List<ParsingEvent>> _anchors = [];
    private readonly List<(AnchorName Name, int Depth, List<ParsingEvent> Events)> _recording = [];
    private readonly Stack<Level> _levels = new();
    private int _bytes;

    private YamlToJson(ManifestReadOptions options) => _options = options;

    /// <summary>The JSON and the places of its pieces.</summary>
    /// <exception cref="YamlFault">The text is no YAML, or none that we take.</exception>
    public static (byte[] Json, IReadOnlyList<TextMark> Marks) Convert(string yaml, ManifestReadOptions options)
    {
        YamlToJson converter = new(options);
        Parser parser = new(new Scanner(new StringReader(yaml), skipComments: true));
        try
        {
            converter.Document(parser);
        }
        catch (YamlException e)
        {
            throw new YamlFault(ErrorCodes.BadYaml, $"Not valid YAML: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}.", e.Start.Line, e.Start.Column);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // Some broken texts make the scanner stumble instead of naming the place; it is behind what was read last.
            Mark last = parser.Current?.End ?? Mark.Empty;
            throw new YamlFault(ErrorCodes.BadYaml, "Not valid YAML from about here on.", last.Line, last.Column);
        }

        return (Encoding.UTF8.GetBytes(converter._json.ToString()), converter._marks);
    }

    private void Document(Parser parser)
    {
        bool seen = false;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case StreamStart or StreamEnd or DocumentEnd:
                    break;
                case DocumentStart start when seen:
                    throw Fault("The file holds several documents; a manifest is one. Put each into a file of its own.", start);
                case DocumentStart:
                    seen = true;
                    break;
                case { } node:
                    Record(node);
                    Node(node);
                    break;
                default:
                    break;
            }
        }

        if (!seen)
        {
            throw new YamlFault(ErrorCodes.BadYaml, "The file is empty.", 1, 1);
        }
    }

    // An anchor's events are kept until its node ends, to be played again for each alias.
    private void Record(ParsingEvent node)
    {
        if (node is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors.Remove(anchored.Anchor);
            _recording.Add((anchored.Anchor, 0, []));
        }

        for (int i = _recording.Count - 1; i >= 0; i--)
        {
            (AnchorName name, int depth, List<ParsingEvent> events) = _recording[i];
            events.Add(node);
            depth += node.NestingIncrease;
            _recording[i] = (name, depth, events);
            if (depth == 0)
            {
                _anchors[name] = events;
                _recording.RemoveAt(i);
            }
        }
    }

    private void Node(ParsingEvent node)
    {
        switch (node)
        {
            case AnchorAlias alias:
                List<ParsingEvent> events = _anchors.GetValueOrDefault(alias.Value)
                    ?? throw Fault($"The alias *{alias.Value} names no anchor that is complete before it.", alias);
                foreach (ParsingEvent copy in events)
                {
                    Node(copy);
                }

                break;
            case MappingStart map:
                Tag(map, "map");
                Open('{', map);
                break;
            case SequenceStart sequence:
                Tag(sequence, "seq");
                Open('[', sequence);
                break;
            case MappingEnd or SequenceEnd:
                Append(_levels.Pop().IsMap ? "}" : "]", node);
                break;
            case Scalar scalar:
                Before(scalar, key: true);
                Append(Level.ExpectsName(_levels) ? Text(scalar) : Value(scalar), scalar);
                break;
            default:
                break;
        }
    }

    private void Open(char bracket, ParsingEvent node)
    {
        Before(node, key: false);
        if (_levels.Count >= _options.MaxDepth)
        {
            throw Fault($"Nested deeper than {_options.MaxDepth} levels.", node);
        }

        Append(bracket.ToString(), node);
        _levels.Push(new Level(bracket == '{'));
    }

    // Writes what stands between the last piece and this one, and remembers where this one is.
    private void Before(ParsingEvent node, bool key)
    {
        if (_levels.TryPeek(out Level? level))
        {
            string separator = level.Next();
            if (level.ExpectName && !key)
            {
                throw Fault("The name of a property must be a text, not a mapping or a list.", node);
            }

            Append(separator, node);
        }

        _marks.Add(new TextMark(_bytes, (int)node.Start.Line, (int)node.Start.Column));
    }

    private static string Value(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style is ScalarStyle.Plain
                ? YamlScalars.ToJson(scalar.Value) ?? throw Fault($"{scalar.Value} is no number that JSON has.", scalar)
                : Text(scalar);
        }

        Tag(scalar, "str");
        return Text(scalar);
    }

    private static string Text(Scalar scalar) =>
        YamlScalars.String(scalar.Value) ?? throw Fault("The string holds half a surrogate pair, which is no text; write the whole character.", scalar);

    private static void Tag(NodeEvent node, string type)
    {
        if (!node.Tag.IsEmpty && (node.Tag.IsNonSpecific ? type != "str" : node.Tag.Value != $"tag:yaml.org,2002:{type}"))
        {
            throw Fault($"The tag {node.Tag.Value} is not taken; leave it out, or quote the text.", node);
        }
    }

    private void Append(string json, ParsingEvent node)
    {
        _json.Append(json);
        _bytes += Encoding.UTF8.GetByteCount(json);
        if (_bytes > _options.MaxBytes)
        {
            throw new YamlFault(
                ErrorCodes.ManifestTooLarge, $"Written as JSON, with its aliases, the manifest has more than {_options.MaxBytes} bytes; use aliases less.",
                node.Start.Line, node.Start.Column);
        }
    }

    private static YamlFault Fault(string message, ParsingEvent node) => new(ErrorCodes.BadYaml, message, node.Start.Line, node.Start.Column);

    /// <summary>An open mapping or list.</summary>
    private sealed class Level(bool isMap)
    {
        private int _pieces;

        public bool IsMap => isMap;

        /// <summary>Whether the piece announced last is a property's name.</summary>
        public bool ExpectName => isMap && _pieces % 2 == 1;

        public static bool ExpectsName(Stack<Level> levels) => levels.TryPeek(out Level? level) && level.ExpectName;

        /// <summary>Announces a piece; gives what stands before it.</summary>
        public string Next()
        {
            int before = _pieces++;
            return before == 0 ? "" : isMap && before % 2 == 1 ? ":" : ",";
        }
    }
}
