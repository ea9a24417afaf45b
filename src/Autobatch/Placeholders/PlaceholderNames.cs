using System.Globalization;

namespace Autobatch.Placeholders;

/// <summary>The closed set of placeholders. Brace pairs with other names are plain text, unless they begin like one of ours.</summary>
internal static class PlaceholderNames
{
    public const string RunId = "run.id";
    public const string JobId = "job.id";
    public const string TaskId = "task.id";
    public const string TriggerContainer = "trigger.container";
    public const string TriggerName = "trigger.name";
    public const string TriggerETag = "trigger.etag";
    public const string BatchId = "batch.id";
    public const string BatchPrefix = "batch.prefix";
    public const string BatchCount = "batch.count";
    public const string BatchList = "batch.list";
    public const string FileName = "fileName";
    public const string FilePath = "filePath";
    public const string FileNameWithoutExtension = "fileNameWithoutExtension";
    public const string Url = "url";
    public const string ParameterPrefix = "parameters.";

    private static readonly string[] s_prefixes = ["trigger.", "batch.", "run.", "job.", "task.", ParameterPrefix];

    /// <summary>Names that are fixed; besides them there are <c>parameters.X</c> and <c>0</c>, <c>1</c>, …</summary>
    public static IReadOnlyList<string> Fixed { get; } =
        [RunId, JobId, TaskId, TriggerContainer, TriggerName, TriggerETag, BatchId, BatchPrefix, BatchCount, BatchList, FileName, FilePath, FileNameWithoutExtension, Url];

    public static bool IsFile(string name) => name is FileName or FilePath or FileNameWithoutExtension or Url;

    public static bool IsTrigger(string name) => name is TriggerContainer or TriggerName or TriggerETag;

    public static bool IsBatch(string name) => name is BatchId or BatchPrefix or BatchCount or BatchList;

    public static bool IsSweep(string name) => name.Length is 1 or 2 && name.All(char.IsAsciiDigit) && (name.Length == 1 || name[0] != '0');

    /// <summary>The number of a sweep's placeholder, which is that of its dimension; null for other names.</summary>
    public static int? Dimension(string name) => IsSweep(name) ? int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    public static bool HasOurPrefix(string name) => s_prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));

    public static string? Parameter(string name) => name.StartsWith(ParameterPrefix, StringComparison.Ordinal) ? name[ParameterPrefix.Length..] : null;
}
