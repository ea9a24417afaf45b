namespace Autobatch.Functions.Api.Description;

/// <summary>What each header of the API means, for the OpenAPI document.</summary>
internal static class ApiHeaders
{
    public const string AcceptRanges = "Accept-Ranges";
    public const string ContentRange = "Content-Range";
    public const string ETag = "ETag";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string IfMatch = "If-Match";
    public const string IfNoneMatch = "If-None-Match";
    public const string LastEventId = "Last-Event-ID";
    public const string Location = "Location";
    public const string Range = "Range";
    public const string RetryAfter = "Retry-After";

    private static readonly Dictionary<string, string> s_meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        [AcceptRanges] = "bytes",
        [ContentRange] = "The part that is answered and the file's size.",
        [ETag] = "The version of what is answered.",
        [IdempotencyKey] = "1 to 256 printable ASCII characters. The same key starts one run, however often it is sent.",
        [IfMatch] = "An ETag of GET /api/runs/{id}, or the etag of an account in GET /api/accounts: the request is refused when anything was recorded about it since. Counts of tasks do not matter.",
        [IfNoneMatch] = "An ETag that the caller has: 304 when nothing has changed.",
        [LastEventId] = "The id of the last event seen: what came after it follows.",
        [Location] = "The route of what was begun.",
        [Range] = "One range of bytes: bytes=0-1023, bytes=1024- or bytes=-1024.",
        [RetryAfter] = "Seconds to wait before the next try.",
    };

    /// <summary>What a header means.</summary>
    public static string MeaningOf(string name) => s_meanings[name];
}
