namespace Autobatch.Planning;

/// <summary>Chooses the blobs that a factory makes tasks for.</summary>
public static class InputSelector
{
    /// <summary>
    /// The chosen blobs, each once, in ordinal order of their names, which makes task ids the same whenever the list is made again.
    /// Names that end in a slash (folder markers) are no files.
    /// </summary>
    /// <param name="source">The factory's source.</param>
    /// <param name="blobNames">Names of the container's blobs, in any order; those outside the prefix are passed over.</param>
    public static IReadOnlyList<InputFile> Select(TaskSource source, IEnumerable<string> blobNames)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(blobNames);
        Func<string, bool> matches = Matcher(source);
        return [.. blobNames.Where(matches).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(n => new InputFile(source.Container, n))];
    }

    /// <summary>A test for single names, for callers that list page by page.</summary>
    public static Func<string, bool> Matcher(TaskSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Glob[] include = [.. source.Include.Select(g => new Glob(g))];
        Glob[] exclude = [.. source.Exclude.Select(g => new Glob(g))];
        return name => name.StartsWith(source.BlobPrefix, StringComparison.Ordinal)
            && !name.EndsWith('/')
            && (include.Length == 0 || include.Any(g => g.Matches(name)))
            && !exclude.Any(g => g.Matches(name));
    }
}
