using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Autobatch.Results;

/// <summary>Reads the tasks of a <c>result.json</c> one after the other: each is a line of the file, so that nothing else is in memory.</summary>
public static class ResultTasks
{
    private const string FirstLine = "  \"tasks\": [";
    private const string LineOfTask = "    {";

    /// <summary>The tasks, in the order of the file.</summary>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(Stream result, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using StreamReader reader = new(result, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line && !line.StartsWith(FirstLine, StringComparison.Ordinal))
        {
        }

        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line && line.StartsWith(LineOfTask, StringComparison.Ordinal))
        {
            yield return JsonElement.Parse(line.TrimEnd(','));
        }
    }
}
