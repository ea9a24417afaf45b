using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>What a node knows of one name of a mount.</summary>
/// <param name="Held">The version that the file was.</param>
/// <param name="Coming">The version that is to take its place; whether it has, the file tells.</param>
/// <param name="Going">The node itself takes the file away.</param>
internal readonly record struct MountKnowledge(MountVersion? Held, MountVersion? Coming, bool Going);

/// <summary>
/// What a node knows of a mount, in a file to which each step appends a line before and after it is taken, so that a kill at any moment loses no write of a task
/// and mistakes no step of ours for one. A line that a kill or a full disk has cut is passed over; the file itself then tells.
/// </summary>
internal sealed class MountIndex : IDisposable
{
    /// <summary>When the file is written anew.</summary>
    private const int MostLines = 200_000;

    private readonly string _file;
    private readonly Dictionary<string, MountKnowledge> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private StreamWriter? _writer;
    private int _lines;

    private MountIndex(string file) => _file = file;

    /// <summary>What is known of each name. Not while steps are noted.</summary>
    public IReadOnlyDictionary<string, MountKnowledge> Known => _known;

    /// <summary>Reads what an earlier life has left.</summary>
    public static MountIndex Open(string file)
    {
        var index = new MountIndex(file);
        if (File.Exists(file))
        {
            foreach (string text in File.ReadLines(file))
            {
                if (Parse(text) is { } line) index.Apply(line);
                index._lines++;
            }
        }

        return index;
    }

    /// <summary>File and blob are the same now.</summary>
    public void Hold(string name, MountVersion version) => Note(new(name, MountMark.Held, version));

    /// <summary>The file is about to become this version.</summary>
    public void Expect(string name, MountVersion version) => Note(new(name, MountMark.Coming, version));

    /// <summary>The file is about to be removed, since its blob is gone.</summary>
    public void Dismiss(string name) => Note(new(name, MountMark.Going));

    /// <summary>Neither is there any more.</summary>
    public void Forget(string name) => Note(new(name, MountMark.Gone));

    /// <summary>Nothing is known any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _known.Clear();
            Rewrite();
        }
    }

    /// <summary>Closes the file; the next step opens it again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            StreamWriter? writer = _writer;
            _writer = null;
            try
            {
                writer?.Dispose();
            }
            catch (IOException)
            {
                // The step that could not be noted has failed already.
            }
        }
    }

    private static MountLine? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, MountIndexJson.Default.MountLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Note(MountLine line)
    {
        lock (_gate)
        {
            if (_lines > MostLines && _lines > 2 * _known.Count) Rewrite();
            _writer ??= Append(_file);
            Write(_writer, line);
            _writer.Flush();
            _lines++;
            Apply(line);
        }
    }

    private void Rewrite()
    {
        Dispose();
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        string fresh = _file + ".new";
        using (StreamWriter writer = new(fresh))
        {
            foreach ((string name, MountKnowledge knowledge) in _known)
            {
                if (knowledge.Held is { } held) Write(writer, new(name, MountMark.Held, held));
                if (knowledge.Coming is { } coming) Write(writer, new(name, MountMark.Coming, coming));
                if (knowledge.Going) Write(writer, new(name, MountMark.Going));
            }
        }

        File.Move(fresh, _file, overwrite: true);
        _lines = _known.Count;
    }

    private void Apply(MountLine line)
    {
        MountKnowledge before = _known.GetValueOrDefault(line.Name);
        if (line.Mark == MountMark.Gone) _known.Remove(line.Name);
        else
        {
            _known[line.Name] = line.Mark switch
            {
                MountMark.Held => new(line.Version, null, false),
                MountMark.Coming => before with { Coming = line.Version },
                _ => before with { Going = true },
            };
        }
    }

    private static StreamWriter Append(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new(file, append: true);
    }

    /// <summary>The line break comes first, so that a line that was cut spoils no other.</summary>
    private static void Write(StreamWriter writer, MountLine line)
    {
        writer.Write('\n');
        writer.Write(JsonSerializer.Serialize(line, MountIndexJson.Default.MountLine));
    }
}

/// <summary>What a line says of a name.</summary>
internal enum MountMark
{
    Held,
    Coming,
    Going,
    Gone,
}

/// <summary>One line of an index.</summary>
internal sealed record MountLine(string Name, MountMark Mark, MountVersion Version = default);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MountLine))]
internal sealed partial class MountIndexJson : JsonSerializerContext;
