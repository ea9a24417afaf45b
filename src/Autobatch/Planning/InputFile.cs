namespace Autobatch.Planning;

/// <summary>A blob that a factory makes a task for.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Path">Its name within the container; <c>{filePath}</c>.</param>
public sealed record InputFile(string Container, string Path)
{
    /// <summary>Its version when it was listed; null when not told.</summary>
    public string? ETag { get; init; }

    /// <summary>The last part of the path; <c>{fileName}</c>.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The file name without its last extension; <c>{fileNameWithoutExtension}</c>. A leading dot starts no extension.</summary>
    public string FileNameWithoutExtension
    {
        get
        {
            string name = FileName;
            int dot = name.LastIndexOf('.');
            return dot > 0 ? name[..dot] : name;
        }
    }
}
