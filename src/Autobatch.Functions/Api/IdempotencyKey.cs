using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Api;

/// <summary>The key by which a repeated request is known.</summary>
internal static class IdempotencyKey
{
    private const int MostCharacters = 256;

    /// <summary>False when there is a key that cannot be one.</summary>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        key = request.Headers.TryGetValue(ApiHeaders.IdempotencyKey, out var given) ? given.ToString() : null;
        return key is null || (key.Length is > 0 and <= MostCharacters && key.All(c => c is >= ' ' and <= '~'));
    }
}
