using System.Text.Json.Nodes;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>One binding as the host lists it.</summary>
internal sealed class BindingModel(string name, string type, BindingDirection direction, JsonObject? more = null) : BindingMetadata
{
    public override string Name { get; } = name;

    public override string Type { get; } = type;

    public override BindingDirection Direction { get; } = direction;

    /// <summary>The binding with its own properties, in the host's words.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["type"] = Type, ["direction"] = Direction == BindingDirection.In ? "In" : "Out" };
        foreach ((string key, JsonNode? value) in more ?? [])
        {
            json[key] = value?.DeepClone();
        }

        return json;
    }
}
