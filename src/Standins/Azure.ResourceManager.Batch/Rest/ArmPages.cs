using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>An ARM list that follows <c>nextLink</c>; the link is the continuation token.</summary>
internal sealed class ArmPages<TBody, TResource>(
    ArmRest rest, string path, int? maxresults, JsonTypeInfo<PageBody<TBody>> type, Func<TBody, TResource> toResource, CancellationToken cancellationToken)
    : AsyncPageable<TResource>(cancellationToken)
    where TResource : notnull
{
    public override async IAsyncEnumerable<Page<TResource>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        string? next = continuationToken;
        do
        {
            using HttpMessage message = next is null ? First(pageSizeHint ?? maxresults) : rest.Follow(next);
            (PageBody<TBody>? body, Response response) = await rest.ReadAsync(message, type, CancellationToken).ConfigureAwait(false);
            next = string.IsNullOrEmpty(body?.NextLink) ? null : body.NextLink;
            yield return Page<TResource>.FromValues([.. (body?.Value ?? []).Select(toResource)], next, response);
        }
        while (next is not null);
    }

    private HttpMessage First(int? most)
    {
        HttpMessage message = rest.Message(RequestMethod.Get, path);
        if (most is not null)
            message.Request.Uri.AppendQuery("maxresults", most.Value.ToString(CultureInfo.InvariantCulture));
        return message;
    }
}
