using System.Globalization;
using Azure;

namespace Autobatch.Batch;

/// <summary>Retry-After in seconds, the only form that the service sends.</summary>
internal static class RetryAfterHeader
{
    public static TimeSpan? Read(Response response) =>
        response.Headers.TryGetValue("Retry-After", out string? text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
