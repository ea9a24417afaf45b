using System.Text.Json;
using Autobatch.Manifests;

namespace Autobatch.Staging;

/// <summary>Finds every resource file of a manifest: of tasks, templates, preparation, release, manager and start tasks.</summary>
internal static class ResourceFileWalk
{
    /// <summary>The resource files with their pointers, in the order of the text.</summary>
    public static IEnumerable<(string Pointer, JsonElement File)> Of(JsonElement root) => Visit(root, "");

    /// <summary>Whether a property of this name is a list of resource files.</summary>
    public static bool IsList(JsonProperty property) =>
        property.Name is "resourceFiles" or "commonResourceFiles" && property.Value.ValueKind == JsonValueKind.Array;

    private static IEnumerable<(string Pointer, JsonElement File)> Visit(JsonElement element, string pointer) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            IsList(p) ? Items(p.Value, JsonPointer.Append(pointer, p.Name))
            : pointer.Length == 0 && p.Name == "parameters" ? []
            : Visit(p.Value, JsonPointer.Append(pointer, p.Name))),
        JsonValueKind.Array => Items(element, pointer).SelectMany(i => Visit(i.Item2, i.Item1)),
        _ => [],
    };

    private static IEnumerable<(string, JsonElement)> Items(JsonElement list, string pointer) =>
        list.EnumerateArray().Select((item, i) => (JsonPointer.Append(pointer, i), item));
}
