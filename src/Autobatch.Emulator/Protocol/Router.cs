using System.Diagnostics.CodeAnalysis;

namespace Autobatch.Emulator.Protocol;

/// <summary>Finds the operation of a request.</summary>
internal sealed class Router(IReadOnlyList<Operation> operations)
{
    private readonly ILookup<string, Operation> _byFirst = operations.ToLookup(operation => Name(operation.Segments[0].Text), StringComparer.OrdinalIgnoreCase);

    /// <summary>Matches literals in any case. When only the method is wrong, <paramref name="otherMethod"/> is true.</summary>
    public bool TryMatch(
        string method,
        string[] segments,
        [NotNullWhen(true)] out Operation? operation,
        out IReadOnlyDictionary<string, string> values,
        out bool otherMethod)
    {
        otherMethod = false;
        foreach (var candidate in segments.Length == 0 ? [] : _byFirst[Name(segments[0])])
        {
            if (Match(candidate.Segments, segments) is not { } found)
            {
                continue;
            }

            if (candidate.Method == method)
            {
                (operation, values) = (candidate, found);
                return true;
            }

            otherMethod = true;
        }

        (operation, values) = (null, new Dictionary<string, string>());
        return false;
    }

    private static Dictionary<string, string>? Match(RouteSegment[] route, string[] segments)
    {
        var rest = route[^1].Parameter == "filePath";
        if (rest ? segments.Length < route.Length : segments.Length != route.Length)
        {
            return null;
        }

        Dictionary<string, string> values = [];
        for (var i = 0; i < route.Length; i++)
        {
            if (!route[i].Takes(rest && i == route.Length - 1 ? string.Join('/', segments[i..]) : segments[i], values))
            {
                return null;
            }
        }

        return values;
    }

    /// <summary>A segment without the key in parentheses that old operations have.</summary>
    private static string Name(string segment) => segment.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 ? segment[..open] : segment;
}
