namespace Autobatch.Batch;

/// <summary>One entry of a list of task files.</summary>
public sealed record TaskFileEntry
{
    /// <summary>Relative to the task's directory: <c>stdout.txt</c>, <c>wd/out/a.csv</c>.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    public bool IsDirectory { get; init; }

    /// <summary>Null for a folder.</summary>
    public TaskFileEntryProperties? Properties { get; init; }
}
