using System.Diagnostics.CodeAnalysis;

namespace Autobatch.Emulator.Protocol;

/// <summary>Finds the operation of a request.</summary>
internal sealed class Router(IReadOnlyList<Operation> operations)
{
    private readonly ILookup<string, Operation> _byFirst = operations.ToLookup(operation => operation.Segments[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>Matches literals in any case. When only the method is wrong, <paramref name="otherMethod"/> is true.</summary>
    public bool TryMatch(
        string method,
        string[] segments,
        [NotNullWhen(true)] out Operation? operation,
        out IReadOnlyDictionary<string, string> values,
        out bool otherMethod)
    {
        otherMethod = false;
        foreach (var candidate in segments.Length == 0 ? [] : _byFirst[segments[0]])
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

    private static Dictionary<string, string>? Match(string[] route, string[] segments)
    {
        var rest = route[^1] == "{filePath}";
        if (rest ? segments.Length < route.Length : segments.Length != route.Length)
        {
            return null;
        }

        Dictionary<string, string> values = [];
        for (var i = 0; i < route.Length; i++)
        {
            if (route[i].StartsWith('{'))
            {
                values[route[i][1..^1]] = rest && i == route.Length - 1 ? string.Join('/', segments[i..]) : segments[i];
            }
            else if (!string.Equals(route[i], segments[i], StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return values;
    }
}
