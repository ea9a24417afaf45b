using Azure.Core;

namespace Autobatch.Batch;

/// <summary>The OData part of a list request (FACTS A.5).</summary>
public sealed record ListQuery
{
    /// <summary><c>$filter</c>, such as <c>state eq 'completed'</c>; build values with <see cref="ODataFilter"/>.</summary>
    public string? Filter { get; init; }

    /// <summary><c>$select</c>: the top-level properties wanted, separated by commas. What is not selected stays at its default in the records.</summary>
    public string? Select { get; init; }

    /// <summary><c>$expand</c>; only <c>stats</c> exists.</summary>
    public string? Expand { get; init; }

    /// <summary>The most items of one page, 1 to 1000 (the service's default).</summary>
    public int? MaxResults { get; init; }

    /// <summary>Only lists of files have it.</summary>
    internal bool Recursive { get; init; }

    internal static void Apply(ListQuery? query, RequestUriBuilder uri)
    {
        if (query?.Filter is { Length: > 0 } filter)
            uri.AppendQuery("$filter", filter);
        if (query?.Select is { Length: > 0 } select)
            uri.AppendQuery("$select", select);
        if (query?.Expand is { Length: > 0 } expand)
            uri.AppendQuery("$expand", expand);
        if (query?.MaxResults is { } most)
            uri.AppendQuery("maxresults", most.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (query is { Recursive: true })
            uri.AppendQuery("recursive", "true");
    }
}
