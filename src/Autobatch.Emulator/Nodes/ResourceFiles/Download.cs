namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>One file to fetch.</summary>
/// <param name="FilePath">Relative to the working directory, for messages.</param>
/// <param name="Target">Absolute path.</param>
/// <param name="Mode">Mode of the finished file.</param>
/// <param name="Source">URL without its query, for messages.</param>
/// <param name="Open">One request; null for a name that stands for a folder.</param>
internal sealed record Download(string FilePath, string Target, UnixFileMode Mode, string Source, Func<CancellationToken, Task<Stream>>? Open)
{
    /// <summary>Gets the whole file and answers whether it takes its place; null is always.</summary>
    public Func<string, bool>? Landing { get; init; }
}
