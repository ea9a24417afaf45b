using Autobatch.Planning;
using Autobatch.Planning.Bodies;

namespace Autobatch.Explaining;

/// <summary>What explaining keeps of a factory's files, however many there are: their number, the longest of each kind of name, the first and the last ones.</summary>
/// <param name="urls">Makes the URLs that are measured.</param>
public sealed class InputBounds(IStorageUrls urls)
{
    // Signatures differ in how many of their characters a URL escapes.
    private const int SignatureSlack = 96;
    private readonly List<InputFile> _first = [];
    private readonly Queue<InputFile> _last = new();
    private Extent _fileName;
    private Extent _path;
    private Extent _withoutExtension;
    private Extent _url;
    private int _credential;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next file; names must come in order.</summary>
    public void Add(InputFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string url = urls.Blob(file.Container, file.Path);
        if (Count++ < TaskChunk.Size)
        {
            _first.Add(file);
        }

        if (_credential == 0)
        {
            _credential = Math.Max(1, urls.BlobForReading(file.Container, file.Path).Length - url.Length) + SignatureSlack;
        }

        _last.Enqueue(file);
        if (_last.Count > TaskChunk.Size)
        {
            _last.Dequeue();
        }

        _fileName = _fileName.Or(file.FileName);
        _path = _path.Or(file.Path);
        _withoutExtension = _withoutExtension.Or(file.FileNameWithoutExtension);
        _url = _url.Or(url);
    }

    /// <summary>Files of a chunk, which is the first or the last.</summary>
    internal IReadOnlyList<InputFile> Chunk(int index)
    {
        int start = index * TaskChunk.Size;
        return start == 0 ? _first : [.. _last.Skip(_last.Count - Math.Max(0, Count - start))];
    }

    /// <summary>The longest that a hole can be filled with.</summary>
    internal Extent Longest(Hole hole) => hole switch
    {
        Hole.FileName => _fileName,
        Hole.FilePath => _path,
        Hole.FileNameWithoutExtension => _withoutExtension,
        Hole.Url => _url,
        Hole.ReadUrl => _url.Plus(_credential),
        _ => default,
    };
}
