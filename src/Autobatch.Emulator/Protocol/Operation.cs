using System.Text.RegularExpressions;

namespace Autobatch.Emulator.Protocol;

/// <summary>The protocols of the emulator.</summary>
internal enum Plane
{
    Data,
    ResourceManager,
    Control,
    Token,
}

/// <summary>How far an operation is what it is in the service.</summary>
internal enum Support
{
    /// <summary>It does what the service does.</summary>
    Real,

    /// <summary>It answers plausibly about what is not there; docs/emulator.md says what.</summary>
    Simulated,

    /// <summary>It answers an error of the service, with the reason in one sentence.</summary>
    Refused,
}

/// <summary>One row of the operation table: all there is to know about an operation outside its handler.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Route">Path with {parameters}; {filePath} as the last one takes the rest.</param>
/// <param name="Success">Status of success; clients throw on any other (FACTS A.1).</param>
/// <param name="Handler">What answers it.</param>
/// <param name="Plane">Its protocol.</param>
/// <param name="Name">The name in the service's description, by which fault rules speak of it; null for what is ours alone.</param>
internal sealed record Operation(string Method, string Route, int Success, Func<Call, ValueTask<Reply>> Handler, Plane Plane, string? Name = null)
{
    /// <summary>Route split at its slashes.</summary>
    public RouteSegment[] Segments { get; } = [.. Route.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(RouteSegment.Of)];

    public Support Support { get; init; }
}

/// <summary>One part of a route: a literal, a {parameter}, or a literal with parameters in it.</summary>
/// <param name="Text">As it is in the route.</param>
/// <param name="Parameter">The name of the parameter that the whole segment is; null otherwise.</param>
/// <param name="Pattern">Matches a literal with parameters in it; null otherwise.</param>
internal sealed record RouteSegment(string Text, string? Parameter, Regex? Pattern)
{
    public static RouteSegment Of(string text) => text.IndexOf('{', StringComparison.Ordinal) switch
    {
        < 0 => new(text, null, null),
        0 => new(text, text[1..^1], null),
        _ => new(text, null, new($"^{Regex.Replace(Regex.Escape(text), @"\\\{(\w+)\}", "(?<$1>[^,]+)")}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)),
    };

    /// <summary>Whether it is this segment of a path; parameters go to <paramref name="values"/>.</summary>
    public bool Takes(string segment, Dictionary<string, string> values)
    {
        if (Parameter is not null)
        {
            values[Parameter] = segment;
            return true;
        }

        if (Pattern is null)
        {
            return string.Equals(Text, segment, StringComparison.OrdinalIgnoreCase);
        }

        var match = Pattern.Match(segment);
        if (!match.Success)
        {
            return false;
        }

        // The first group is the whole segment.
        foreach (var group in match.Groups.Values.Skip(1))
        {
            values[group.Name] = group.Value;
        }

        return true;
    }
}
