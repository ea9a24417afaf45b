using System.Text.Json;

namespace Autobatch.Emulator.Protocol;

/// <summary>Lists in pages. A page starts after the last id of the one before, so that items that come and go shift nothing.</summary>
internal static class Paging
{
    private const int MostItems = 1000;

    /// <summary>Answers a list of resources that are sorted by id.</summary>
    /// <param name="call">The request, with maxresults, $filter, $select and $skiptoken.</param>
    /// <param name="sorted">All resources of the collection.</param>
    /// <param name="id">The sort key.</param>
    /// <param name="shape">How they look.</param>
    /// <param name="collectionUrl">URL of the collection.</param>
    public static Reply List<T>(Call call, IReadOnlyList<T> sorted, Func<T, string> id, ResourceShape<T> shape, string collectionUrl) =>
        List(call, sorted, id, item => item, id, shape, collectionUrl);

    /// <summary>Answers a list whose items are made into what is shown one by one, as far as the page needs them.</summary>
    public static Reply List<TItem, T>(Call call, IReadOnlyList<TItem> sorted, Func<TItem, string> itemId, Func<TItem, T> view, Func<T, string> id, ResourceShape<T> shape, string collectionUrl)
    {
        var filter = shape.Filters.Compile(call.Target["$filter"]);
        var selection = Selection.Of(call);
        var most = call.Number("maxresults", 1, MostItems, MostItems);
        List<T> page = [];
        var start = Start(sorted, itemId, call.Target["$skiptoken"]);
        var more = false;
        for (var i = start; i < sorted.Count && !more; i++)
        {
            var item = view(sorted[i]);
            if (filter(item))
            {
                more = page.Count == most;
                if (!more)
                {
                    page.Add(item);
                }
            }
        }

        var next = more ? NextLink(call, id(page[^1])) : null;
        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("odata.metadata", $"{call.BaseUrl}/$metadata#{shape.Set}");
            writer.WriteStartArray("value");
            foreach (var item in page)
            {
                shape.Write(writer, item, collectionUrl, selection);
            }

            writer.WriteEndArray();
            if (next is not null)
            {
                writer.WriteString("odata.nextLink", next);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Answers one resource.</summary>
    public static Reply One<T>(Call call, T item, ResourceShape<T> shape, string collectionUrl, DateTimeOffset? lastModified)
    {
        var selection = Selection.Of(call);
        return new()
        {
            LastModified = lastModified,
            ETag = lastModified is { } time ? Model.WireTime.ETag(time) : null,
            Json = writer => shape.Write(writer, item, collectionUrl, selection, $"{call.BaseUrl}/$metadata#{shape.Set}/@Element"),
        };
    }

    private static int Start<T>(IReadOnlyList<T> sorted, Func<T, string> id, string? after)
    {
        if (after is null)
        {
            return 0;
        }

        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (StringComparer.OrdinalIgnoreCase.Compare(id(sorted[middle]), after) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static string NextLink(Call call, string last)
    {
        var kept = call.Target.Query.Where(parameter => !string.Equals(parameter.Name, "$skiptoken", StringComparison.OrdinalIgnoreCase)).Select(parameter => parameter.Raw);
        return $"{call.OwnUrl}?$skiptoken={Uri.EscapeDataString(last)}&{string.Join('&', kept)}";
    }
}
