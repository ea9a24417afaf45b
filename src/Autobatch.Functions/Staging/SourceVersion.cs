using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Autobatch.Functions.Staging;

/// <summary>What another host says of one version of a file; by it a change is noticed.</summary>
/// <param name="ETag">Its entity tag as sent, with quotes; null without one.</param>
/// <param name="LastModified">When it was last changed, to the second; null when not told.</param>
/// <param name="Length">Its size; null when not told.</param>
/// <param name="Ranges">Whether parts of it can be asked for.</param>
internal sealed record SourceVersion(string? ETag, DateTimeOffset? LastModified, long? Length, bool Ranges)
{
    /// <summary>Whether parts that are fetched apart from one another can be told to be of one version.</summary>
    [JsonIgnore]
    public bool IsPinned => ETag is not null || LastModified is not null;

    public static SourceVersion Of(HttpResponseMessage response) => new(
        response.Headers.ETag?.ToString(),
        response.Content.Headers.LastModified,
        response.Content.Headers.ContentRange?.Length ?? response.Content.Headers.ContentLength,
        response.Headers.AcceptRanges.Contains("bytes"));

    /// <summary>Whether another look saw the same version. Without a tag, time and size must both be known and agree.</summary>
    public bool IsSameAs(SourceVersion other) =>
        ETag is not null || other.ETag is not null ? ETag == other.ETag && (Length is null || other.Length is null || Length == other.Length)
        : LastModified is not null && Length is not null && (LastModified, Length) == (other.LastModified, other.Length);

    /// <summary>Asks for this version or none.</summary>
    public void Pin(HttpRequestHeaders headers)
    {
        if (EntityTagHeaderValue.TryParse(ETag, out EntityTagHeaderValue? tag) && !tag.IsWeak)
        {
            headers.IfMatch.Add(tag);
        }
        else
        {
            headers.IfUnmodifiedSince = LastModified;
        }
    }

    /// <summary>Names this version of this URL, cut into blocks of this size: 64 hex digits.</summary>
    public string KeyOf(Uri url, int blockBytes) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{url.AbsoluteUri}\n{ETag}\n{LastModified:O}\n{Length}\n{blockBytes}")));
}
