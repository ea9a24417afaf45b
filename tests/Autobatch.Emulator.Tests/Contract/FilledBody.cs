using System.Text.Json.Nodes;
using Autobatch.Testing.Contract;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>Makes a body of a model of the service's description with every property it may have.</summary>
/// <param name="plane">Where models are looked up.</param>
/// <param name="secret">What stands where a secret may.</param>
internal sealed class FilledBody(ServicePlane plane, Func<JsonNode> secret)
{
    private const int Deepest = 8;

    public JsonObject Of(string model, int depth = 0) =>
        new(plane.Models[model].Values.Where(property => !property.ReadOnly).Select(property => KeyValuePair.Create(property.Name, Value(property, depth))));

    private JsonNode? Value(ServiceProperty property, int depth)
    {
        var value = Secrets.Contains(property.Name) ? secret() : One(property.Name, property.Type, depth);
        return property.IsArray ? new JsonArray(value) : value;
    }

    private JsonNode? One(string name, string type, int depth) => type switch
    {
        _ when plane.Models.ContainsKey(type) => depth < Deepest ? Of(type, depth + 1) : null,
        _ when plane.Enums.TryGetValue(type, out var values) => values.First(),
        "boolean" => false,
        "integer" or "number" => 1,
        "int64" => "1",
        "date-time" => "2026-01-01T00:00:00Z",
        "duration" => "PT10M",
        "map" or "any" => new JsonObject(),
        _ => name == "commandLine" ? "/bin/true" : "a",
    };

    /// <summary>The secrets among the service's properties, written down here again: a list that forgets one must fail.</summary>
    public static readonly HashSet<string> Secrets = ["accountKey", "password", "protectedSettings", "sasKey", "sshPrivateKey"];
}
