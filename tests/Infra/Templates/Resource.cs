using System.Text.Json;
using System.Text.RegularExpressions;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>A resource that a deployment would make. What only Azure knows is left as an expression in square brackets.</summary>
internal sealed partial record Resource(string Type, string Name, string Id, JsonElement Json)
{
    public JsonElement Properties => Json.GetProperty("properties");

    public string? Text(params string[] path)
    {
        JsonElement at = Json;
        foreach (string step in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at)) return null;
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
    }

    /// <summary>Type and name of the resource that a role assignment is for.</summary>
    public (string Type, string Name) Scope()
    {
        Match scope = ScopePart().Match(Id);
        return (scope.Groups["type"].Value, scope.Groups["name"].Value);
    }

    [GeneratedRegex(@"/providers/(?<type>Microsoft\.\w+/\w+)/(?<name>[\w-]+)(?=/providers/Microsoft\.Authorization|'|\))")]
    private static partial Regex ScopePart();
}
