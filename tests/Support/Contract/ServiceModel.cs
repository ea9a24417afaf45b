namespace Autobatch.Testing.Contract;

/// <summary>A property of a model of the service's description.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="Type"><c>string</c>, <c>boolean</c>, <c>integer</c>, <c>int64</c> (a string of digits), <c>number</c>, <c>date-time</c>, <c>duration</c>, <c>map</c>, <c>any</c>, or the name of a model or enum.</param>
/// <param name="IsArray">Whether it holds an array of the type.</param>
/// <param name="Required">Whether every instance has it.</param>
/// <param name="ReadOnly">Whether only answers have it.</param>
internal sealed record ServiceProperty(string Name, string Type, bool IsArray, bool Required, bool ReadOnly);

/// <summary>What the service does for one method and route.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">Segments of the route; one in braces matches anything, <c>{filePath}</c> the whole rest.</param>
/// <param name="Success">Statuses of success.</param>
/// <param name="Request">Model of the body; null for none.</param>
/// <param name="Response">Model of the answer, <c>[]</c> after it for a list, <c>-</c> for an empty answer, <c>?</c> for one that is not described, <c>file</c> for a file.</param>
internal sealed record ServiceOperation(string Method, string[] Route, int[] Success, string? Request, string Response)
{
    public bool Matches(string method, string[] path)
    {
        if (method != Method || (Route[^1] == "{filePath}" ? path.Length < Route.Length : path.Length != Route.Length))
        {
            return false;
        }
        for (int i = 0; i < Route.Length; i++)
        {
            if (Route[i][0] != '{' && !string.Equals(Route[i], path[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }
        return true;
    }
}

/// <summary>One plane of the service: its operations, models and enums.</summary>
internal sealed class ServicePlane
{
    public List<ServiceOperation> Operations { get; } = [];

    public Dictionary<string, Dictionary<string, ServiceProperty>> Models { get; } = [];

    public Dictionary<string, HashSet<string>> Enums { get; } = [];
}
