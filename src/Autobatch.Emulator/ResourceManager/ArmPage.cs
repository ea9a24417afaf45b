using System.Text.Json;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Lists of the Resource Manager plane: value and nextLink.</summary>
internal static class ArmPage
{
    private const int MostItems = 1000;

    /// <summary>Answers sorted items, at most maxresults of them at a time.</summary>
    public static Reply List<T>(Call call, IReadOnlyList<T> sorted, Func<T, string> id, Action<Utf8JsonWriter, T> write)
    {
        var most = call.Number("maxresults", 1, MostItems, MostItems);
        var after = call.Target["$skiptoken"];
        var rest = after is null ? sorted : [.. sorted.Where(item => StringComparer.OrdinalIgnoreCase.Compare(id(item), after) > 0)];
        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("value");
            foreach (var item in rest.Take(most))
            {
                write(writer, item);
            }

            writer.WriteEndArray();
            if (rest.Count > most)
            {
                var kept = call.Target.Query.Where(parameter => !string.Equals(parameter.Name, "$skiptoken", StringComparison.OrdinalIgnoreCase)).Select(parameter => parameter.Raw);
                writer.WriteString("nextLink", $"{call.OwnUrl}?$skiptoken={Uri.EscapeDataString(id(rest[most - 1]))}&{string.Join('&', kept)}");
            }

            writer.WriteEndObject();
        });
    }
}
