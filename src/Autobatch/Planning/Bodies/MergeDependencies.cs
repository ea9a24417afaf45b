using System.Globalization;
using System.Text.Json;

namespace Autobatch.Planning.Bodies;

/// <summary>What a merge task waits for: all tasks of its factory, as ranges of numbers where ids are numbers, since the service bounds a list of ids.</summary>
internal static class MergeDependencies
{
    /// <summary>The most characters that the ids in <c>taskIds</c> may have together.</summary>
    public const int MaxIdChars = 64_000;

    /// <summary>The ids of listed tasks that no range can say.</summary>
    public static IReadOnlyList<string> Names(JsonElement tasks) => [.. Ids(tasks).Where(id => Number(id) is null)];

    /// <summary>Writes <c>dependsOn</c>'s value for tasks numbered from 0.</summary>
    public static void Write(BodyTemplateBuilder builder, int tasks)
    {
        builder.Raw("{"u8);
        Ranges(builder, [(0, tasks - 1)]);
        builder.Raw("}"u8);
    }

    /// <summary>Writes <c>dependsOn</c>'s value for listed tasks.</summary>
    public static void Write(BodyTemplateBuilder builder, JsonElement tasks)
    {
        IReadOnlyList<string> names = Names(tasks);
        List<(int Start, int End)> ranges = RangesOf([.. Ids(tasks).Select(Number).OfType<int>().Order()]);
        builder.Raw("{"u8);
        if (names.Count > 0)
        {
            builder.Raw("\"taskIds\":["u8);
            for (int i = 0; i < names.Count; i++)
            {
                builder.Raw(i > 0 ? ","u8 : ""u8).Literal(names[i]);
            }

            builder.Raw(ranges.Count > 0 ? "],"u8 : "]"u8);
        }

        if (ranges.Count > 0)
        {
            Ranges(builder, ranges);
        }

        builder.Raw("}"u8);
    }

    private static void Ranges(BodyTemplateBuilder builder, List<(int Start, int End)> ranges)
    {
        builder.Raw("\"taskIdRanges\":["u8);
        for (int i = 0; i < ranges.Count; i++)
        {
            builder.Raw(i > 0 ? ",{\"start\":"u8 : "{\"start\":"u8).Number(ranges[i].Start).Raw(",\"end\":"u8).Number(ranges[i].End).Raw("}"u8);
        }

        builder.Raw("]"u8);
    }

    private static List<(int Start, int End)> RangesOf(int[] numbers)
    {
        List<(int Start, int End)> ranges = [];
        foreach (int number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].End == number - 1)
            {
                ranges[^1] = (ranges[^1].Start, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }

        return ranges;
    }

    private static IEnumerable<string> Ids(JsonElement tasks) => tasks.EnumerateArray().Select(t => t.GetProperty("id").GetString()!);

    private static int? Number(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && id == number.ToString(CultureInfo.InvariantCulture) ? number : null;
}
