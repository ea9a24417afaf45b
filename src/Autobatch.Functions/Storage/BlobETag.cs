using Azure;

namespace Autobatch.Functions.Storage;

/// <summary>One spelling of ETags: headers quote them, lists do not.</summary>
internal static class BlobETag
{
    public static string Of(ETag? etag) => etag?.ToString().Trim('"') ?? "";
}
