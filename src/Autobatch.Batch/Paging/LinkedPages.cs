using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Core;

namespace Autobatch.Batch;

/// <summary>
/// A list that follows <c>odata.nextLink</c> as the service gave it. The continuation token of a page is that link; a link to another
/// host, or a token for another list, is refused, since following it would send a signed request to where somebody else wants it.
/// </summary>
internal sealed class LinkedPages<T>(BatchPipeline pipeline, string path, ListQuery? query, JsonTypeInfo<ListBody<T>> type, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        Uri? next = null;
        if (continuationToken is not null && !TryLink(continuationToken, out next))
            throw new ArgumentException($"The continuation token is no link of the list {path}: take it from a page of this list.", nameof(continuationToken));
        do
        {
            using HttpMessage message = next is null ? First(pageSizeHint) : pipeline.Follow(next);
            ListBody<T> body = await pipeline.ReadAsync(message, type, CancellationToken, operation).ConfigureAwait(false);
            next = NextOf(body, message);
            yield return Page<T>.FromValues(body.Value ?? [], next is null ? null : body.NextLink, message.Response);
        }
        while (next is not null);
    }

    private HttpMessage First(int? pageSizeHint)
    {
        HttpMessage message = pipeline.Message(RequestMethod.Get, path);
        ListQuery.Apply(pageSizeHint is null ? query : (query ?? new ListQuery()) with { MaxResults = pageSizeHint }, message.Request.Uri);
        return message;
    }

    private Uri? NextOf(ListBody<T> body, HttpMessage message)
    {
        if (string.IsNullOrEmpty(body.NextLink))
            return null;
        if (TryLink(body.NextLink, out Uri? next))
            return next;
        var error = new BatchError(BatchErrorCodes.UnreadableResponse, "The next page's link leads elsewhere, and was not followed.", []);
        throw new BatchException(message.Response.Status, error, $"GET {path}", null);
    }

    private bool TryLink(string link, out Uri? uri) =>
        Uri.TryCreate(link, UriKind.Absolute, out uri)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), pipeline.Endpoint.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        && uri.AbsolutePath.EndsWith(path, StringComparison.OrdinalIgnoreCase);
}
